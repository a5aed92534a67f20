import { control, linux, message, Memory, type Libc } from "./libc.ts";

/** Datagrams taken of one socket by one call. */
export const batch = 16;
/** Longer ones are no packet of ours (20 to 60 ms of G.711 are at most 492) and are left out. */
const longest = 2048;
export const nameBytes = 32;
const vectorBytes = 16;

/** Where `recvmmsg` puts datagrams, their sources and the times they came; used by all sockets in turn. */
export class Inbox {
  readonly names = new Memory(batch * nameBytes);
  /** The same as 32-bit words, for comparing. */
  readonly nameWords = new Uint32Array(this.names.bytes.buffer);
  readonly #libc: Libc;
  readonly #messages = new Memory(batch * message.bytes);
  readonly #vectors = new Memory(batch * vectorBytes);
  readonly #controls = new Memory(batch * control.bytes);
  readonly #datagrams = new Memory(batch * longest);
  /** The last view of each place: most datagrams are as long as the one before. */
  readonly #views = Array.from({ length: batch }, (_, at) => this.#view(at, longest));

  constructor(libc: Libc) {
    this.#libc = libc;
    for (let at = 0; at < batch; at += 1) {
      const { view } = this.#messages;
      const start = at * message.bytes;
      const vector = at * vectorBytes;
      view.setBigUint64(start + message.name, BigInt(this.names.address + at * nameBytes), true);
      view.setBigUint64(start + message.vector, BigInt(this.#vectors.address + vector), true);
      view.setBigUint64(start + message.vectors, 1n, true);
      view.setBigUint64(start + message.control, BigInt(this.#controls.address + at * control.bytes), true);
      this.#vectors.view.setBigUint64(vector, BigInt(this.#datagrams.address + at * longest), true);
      this.#vectors.view.setBigUint64(vector + 8, BigInt(longest), true);
      this.#ready(at);
    }
  }

  /** Takes what waits on a socket, at most `batch`; 0 when nothing does or the kernel refuses. */
  fill(fd: number): number {
    return Math.max(0, this.#libc.recvmmsg(fd, this.#messages.address, batch, 0, 0));
  }

  /** The datagram at a place, lent until the next `fill`; null when it was longer than any of ours. */
  take(at: number): Buffer | null {
    const start = at * message.bytes;
    if ((this.#messages.view.getUint32(start + message.flags, true) & linux.MSG_TRUNC) !== 0) return null;
    const length = this.#messages.view.getUint32(start + message.length, true);
    const last = this.#views[at]!;
    return last.length === length ? last : (this.#views[at] = this.#view(at, length));
  }

  /** When it came (ms since 1970, by the kernel); null when the kernel did not say. Makes the place ready for the next. */
  cameAt(at: number): number | null {
    const start = at * control.bytes;
    const { view } = this.#controls;
    const said = this.#messages.view.getUint32(at * message.bytes + message.controlLength, true) > 0;
    this.#ready(at);
    if (!said || view.getUint32(start + control.type, true) !== linux.SO_TIMESTAMPNS) return null;
    return timeOf(view, start + control.seconds);
  }

  #view(at: number, length: number): Buffer {
    return this.#datagrams.bytes.subarray(at * longest, at * longest + length);
  }

  /** The kernel wrote how long name and control were; it wants to read how long they may be. */
  #ready(at: number): void {
    const start = at * message.bytes;
    this.#messages.view.setUint32(start + message.nameLength, nameBytes, true);
    this.#messages.view.setUint32(start + message.controlLength, control.bytes, true);
  }
}

/** A `timespec` as ms; its seconds fit into 32 bits until 2106. */
export const timeOf = (view: DataView, at: number): number =>
  view.getUint32(at, true) * 1000 + view.getUint32(at + 8, true) / 1e6;
