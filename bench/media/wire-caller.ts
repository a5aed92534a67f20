import { type DatagramSocket, openSockets, parseRtp, toneBytes } from "@siaga/media/instrument";

type Sockets = ReturnType<typeof openSockets>;

const samples = 160;
const header = 12;
const eventType = 101;
/** Five updates of a key of 100 ms and its three ends (RFC 4733 §2.5.1.3). */
const keyPackets = 8;

/** One caller as far as the wire: sends 20 ms of a tone when told to, and notes which packets come, and when. */
export class WireCaller {
  /** When packets came (ms, by the kernel's clock where there is one), and their numbers. */
  readonly at: number[] = [];
  readonly sequences: number[] = [];
  /** When the next packet is due (ms, steady). */
  due = Number.POSITIVE_INFINITY;
  readonly #socket: DatagramSocket;
  readonly #datagram = Buffer.alloc(header + samples);
  readonly #key = Buffer.alloc(header + 4);
  readonly #sound: Uint8Array;
  #to = { address: "127.0.0.1", port: 0 };
  #sequence = 0;
  #frames = 0;
  #pressed: number | null = null;

  private constructor(socket: DatagramSocket, frequency: number) {
    this.#socket = socket;
    this.#sound = toneBytes(frequency, 1000);
    for (const packet of [this.#datagram, this.#key]) {
      packet[0] = 0x80;
      packet.writeUInt32BE(frequency, 8);
    }
  }

  static async open(sockets: Sockets, frequency: number): Promise<WireCaller> {
    let caller: WireCaller | null = null;
    const socket = await sockets.bind(0, "udp4", (datagram, _, at) => caller?.hear(datagram, at));
    if (socket === null) throw new Error("no free port");
    caller = new WireCaller(socket, frequency);
    return caller;
  }

  get port(): number {
    return this.#socket.port;
  }

  connect(port: number): void {
    this.#to = { ...this.#to, port };
  }

  press(): void {
    this.#pressed = 0;
  }

  hear(datagram: Buffer, at: number): void {
    const packet = parseRtp(datagram);
    if (packet === null) return;
    this.at.push(at);
    this.sequences.push(packet.sequence);
  }

  /** Sends the next 20 ms. */
  speak(): void {
    if (this.#pressed !== null) this.#sendKey(this.#pressed);
    const at = (this.#frames * samples) % this.#sound.length;
    this.#datagram.set(this.#sound.subarray(at, at + samples), header);
    this.#emit(this.#datagram, 8, this.#frames * samples);
    this.#frames += 1;
  }

  #sendKey(step: number): void {
    const ends = step >= keyPackets - 3;
    const lasted = Math.min(step + 1, keyPackets - 3) * samples;
    this.#key.set([5, (ends ? 0x80 : 0) | 10, lasted >> 8, lasted & 0xff], header);
    this.#emit(this.#key, eventType, (this.#frames - step) * samples);
    this.#pressed = step + 1 < keyPackets ? step + 1 : null;
  }

  #emit(packet: Buffer, payloadType: number, timestamp: number): void {
    packet[1] = payloadType;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#socket.send(packet, this.#to);
  }
}
