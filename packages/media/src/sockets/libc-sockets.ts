import { batch, Inbox, timeOf } from "./inbox.ts";
import { LibcSocket } from "./libc-socket.ts";
import { epollEvent, linux, Memory, type Libc } from "./libc.ts";
import { AddressBook, sizeOf } from "./socket-address.ts";
import { receiveBuffer, type DatagramSocket, type Family, type Receive, type Sockets } from "./sockets.ts";

/** Sockets asked for by one `epoll_wait`. */
const mostReady = 1024;
/**
 * Rounds of one poll. Each gives every socket that has something its turn of `batch` datagrams; further rounds are for what
 * a stall has gathered. A flooded port so costs the others little, and what is more stays in the kernel or is lost there.
 */
const mostRounds = 4;
/** ms after which no further round begins. */
const longestPoll = 4;
/** ms between two readings of clocks that count as one. */
const atOnce = 0.1;

/**
 * Sockets by calls to the C library: at half the cost of Node's or less (adr/0010). Nothing is read but in `poll`; the kernel
 * notes when each datagram came, so that it does not matter when it is read.
 */
export class LibcSockets implements Sockets {
  readonly kind = "libc";
  readonly #libc: Libc;
  readonly #book: AddressBook;
  readonly #inbox: Inbox;
  #epoll: number;
  readonly #events = new Memory(mostReady * epollEvent.bytes);
  readonly #scratch = new Memory(32);
  /** By a number of ours: the kernel gives file descriptors out again. */
  readonly #sockets = new Map<number, LibcSocket>();
  #number = 0;
  #polledAt = performance.now();

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#book = new AddressBook(libc);
    this.#inbox = new Inbox(libc);
    this.#epoll = libc.epoll_create1(linux.CLOEXEC);
    if (this.#epoll < 0) throw new Error("the kernel gives no epoll");
  }

  async bind(port: number, family: Family, receive: Receive): Promise<DatagramSocket | null> {
    const fd = this.#open(port, family);
    if (fd < 0) return null;
    const number = (this.#number += 1);
    const bound = { fd, port: port === 0 ? this.#portOf(fd) : port };
    const native = { libc: this.#libc, book: this.#book };
    const socket = new LibcSocket(bound, family, receive, native, () => this.#sockets.delete(number));
    this.#scratch.view.setUint32(0, linux.EPOLLIN, true);
    this.#scratch.view.setUint32(epollEvent.data, number, true);
    if (this.#libc.epoll_ctl(this.#epoll, linux.EPOLL_CTL_ADD, fd, this.#scratch.address) < 0) {
      this.#libc.close(fd);
      return null;
    }
    this.#sockets.set(number, socket);
    return socket;
  }

  poll(): void {
    const now = performance.now();
    const ahead = this.#clockAhead();
    for (let round = 0; round < mostRounds; round += 1) {
      if (round > 0 && performance.now() - now > longestPoll) break;
      const ready = this.#libc.epoll_wait(this.#epoll, this.#events.address, mostReady, 0);
      let more = ready === mostReady;
      for (let at = 0; at < ready; at += 1) {
        const number = this.#events.view.getUint32(at * epollEvent.bytes + epollEvent.data, true);
        // Closed by what an earlier datagram led to.
        const socket = this.#sockets.get(number);
        if (socket !== undefined && this.#drain(socket, ahead, now) === batch) more = true;
      }
      if (!more) break;
    }
    this.#polledAt = now;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
    if (this.#epoll >= 0) this.#libc.close(this.#epoll);
    this.#epoll = -1;
  }

  /** A bound socket, below 0 when the port is not to be had. */
  #open(port: number, family: Family): number {
    const libc = this.#libc;
    const version = family === "udp6" ? linux.AF_INET6 : linux.AF_INET;
    const fd = libc.socket(version, linux.SOCK_DGRAM | linux.SOCK_NONBLOCK | linux.CLOEXEC, 0);
    if (fd < 0) return fd;
    if (family === "udp6") this.#set(fd, linux.IPPROTO_IPV6, linux.IPV6_V6ONLY, 1);
    this.#set(fd, linux.SOL_SOCKET, linux.SO_RCVBUF, receiveBuffer);
    this.#set(fd, linux.SOL_SOCKET, linux.SO_TIMESTAMPNS, 1);
    this.#book.write(this.#scratch, family, port, null);
    if (libc.bind(fd, this.#scratch.address, sizeOf(family)) === 0) return fd;
    libc.close(fd);
    return -1;
  }

  #portOf(fd: number): number {
    this.#scratch.view.setUint32(28, 28, true);
    this.#libc.getsockname(fd, this.#scratch.address, this.#scratch.address + 28);
    return this.#scratch.view.getUint16(2);
  }

  #set(fd: number, level: number, option: number, value: number): void {
    this.#scratch.view.setInt32(0, value, true);
    this.#libc.setsockopt(fd, level, option, this.#scratch.address, 4);
  }

  /** How far the kernel's clock for datagrams is ahead of ours, ms; read again when something came between the two readings. */
  #clockAhead(): number {
    for (let time = 1; ; time += 1) {
      const before = performance.now();
      this.#libc.clock_gettime(linux.CLOCK_REALTIME, this.#scratch.address);
      if (performance.now() - before < atOnce || time === 3) return timeOf(this.#scratch.view, 0) - before;
    }
  }

  /** Hands over what one socket has, a batch at most; returns how many there were. */
  #drain(socket: LibcSocket, ahead: number, now: number): number {
    const count = this.#inbox.fill(socket.fd);
    for (let at = 0; at < count; at += 1) {
      const datagram = this.#inbox.take(at);
      const cameAt = this.#inbox.cameAt(at);
      // A clock that is set meanwhile can put nothing before the last poll, nor into the future.
      const came = cameAt === null ? now : Math.min(now, Math.max(this.#polledAt, cameAt - ahead));
      if (datagram !== null && socket.fd >= 0) socket.hand(datagram, this.#inbox, at, came);
    }
    return count;
  }
}
