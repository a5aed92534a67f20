import { nameBytes, type Inbox } from "./inbox.ts";
import { Memory, type Libc } from "./libc.ts";
import { sizeOf, type AddressBook } from "./socket-address.ts";
import type { DatagramSocket, Endpoint, Family, Receive } from "./sockets.ts";

const nameWords = nameBytes / 4;
type Bound = { readonly fd: number; readonly port: number };
type Native = { readonly libc: Libc; readonly book: AddressBook };

const nobody: Endpoint = { address: "", port: 0 };

/** One socket. Both its peers' addresses, the one sent to and the one heard, are worked out when they change, not each time. */
export class LibcSocket implements DatagramSocket {
  /** Below 0 once closed. */
  fd: number;
  readonly port: number;
  readonly #family: Family;
  readonly #receive: Receive;
  readonly #libc: Libc;
  readonly #book: AddressBook;
  readonly #closed: () => void;
  readonly #words: number;
  #to: Endpoint = nobody;
  /** The kernel's form of `#to`; null when it cannot be sent to from here. */
  #target: Memory | null = null;
  #from: Endpoint = nobody;
  readonly #heard: Uint32Array;

  constructor({ fd, port }: Bound, family: Family, receive: Receive, native: Native, closed: () => void) {
    this.fd = fd;
    this.port = port;
    this.#family = family;
    this.#receive = receive;
    this.#libc = native.libc;
    this.#book = native.book;
    this.#closed = closed;
    // Family, port and address; of an IPv6 one also flow and scope.
    this.#words = family === "udp6" ? 7 : 2;
    this.#heard = new Uint32Array(this.#words);
  }

  send(datagram: Buffer, to: Endpoint): void {
    if (to !== this.#to) this.#aim(to);
    // Refusals (EAGAIN, ENOBUFS, ENETUNREACH, EPERM and what ICMP told) are a lost packet, and end nothing.
    if (this.#target !== null && this.fd >= 0)
      this.#libc.sendto(this.fd, datagram, datagram.length, 0, this.#target.address, sizeOf(this.#family));
  }

  close(): void {
    const { fd } = this;
    if (fd < 0) return;
    this.fd = -1;
    this.#closed();
    this.#libc.close(fd);
  }

  /** Gives the owner what stands in a place of the inbox. A fault of its is told later: other sockets wait for their turn. */
  hand(datagram: Buffer, inbox: Inbox, place: number, at: number): void {
    try {
      this.#receive(datagram, this.#sourceOf(inbox, place), at);
    } catch (error) {
      setImmediate(() => {
        throw error;
      });
    }
  }

  #aim(to: Endpoint): void {
    const same = to.port === this.#to.port && to.address === this.#to.address;
    this.#to = to;
    if (same) return;
    const target = this.#target ?? new Memory(sizeOf(this.#family));
    this.#target = this.#book.write(target, this.#family, to.port, to.address) ? target : null;
  }

  #sourceOf(inbox: Inbox, place: number): Endpoint {
    const start = place * nameWords;
    let same = true;
    for (let at = 0; at < this.#words; at += 1)
      if (this.#heard[at] !== inbox.nameWords[start + at]) {
        this.#heard[at] = inbox.nameWords[start + at]!;
        same = false;
      }
    if (!same) this.#from = this.#book.read(inbox.names, place * nameBytes, this.#family);
    return this.#from;
  }
}
