import { createSocket, type Socket } from "node:dgram";
import { decode, encode, frameSamples, silentFrame, type Codec } from "../audio/g711.ts";
import { headerBytes, parseRtp, writeRtpHeader, type RtpPacket } from "../rtp/packet.ts";
import { tone } from "./tone.ts";

export type RtpPeerOptions = {
  readonly codec?: Codec;
  /** Default 127.0.0.1. */ readonly address?: string;
  /** Default: any free one. */ readonly port?: number;
  readonly eventType?: number;
  /** Further lines of its SDP's audio, e.g. `a=ptime:30`. */ readonly lines?: readonly string[];
  /** The port it names in its SDP, when something stands between. */ readonly describedPort?: number;
  /** How much faster its clock runs, in ppm. */ readonly drift?: number;
};

/** A caller's end of the RTP: sends what it is given every 20 ms, keeps what it hears. For tests, scenarios and benches. */
export class RtpPeer {
  codec: Codec;
  /** ms of sound in each packet it sends. */
  packetTime = 20;
  /** What it calls its codec, where not by the static number. */
  payloadType: number | null = null;
  /** The number of its next key packet, where it numbers them apart from the sound. */
  keySequence: number | null = null;
  readonly address: string;
  readonly eventType: number;
  /** Every RTP packet heard, with the time it came (ms). */
  readonly heard: { readonly packet: RtpPacket; readonly at: number }[] = [];
  readonly #socket: Socket;
  readonly #options: RtpPeerOptions;
  #ssrc = Math.floor(Math.random() * 2 ** 32);
  #remote: { address: string; port: number } | null = null;
  #sequence = Math.floor(Math.random() * 2 ** 16);
  #timestamp = Math.floor(Math.random() * 2 ** 32);
  #next: () => Uint8Array | null = () => null;
  #due = 0;
  #packed = new Uint8Array();
  #timer: NodeJS.Timeout | null = null;

  private constructor(socket: Socket, options: RtpPeerOptions) {
    this.codec = options.codec ?? "PCMA";
    this.address = options.address ?? "127.0.0.1";
    this.eventType = options.eventType ?? 101;
    this.#socket = socket;
    this.#options = options;
    socket.on("message", (datagram) => {
      const packet = parseRtp(datagram);
      if (packet !== null) this.heard.push({ packet, at: performance.now() });
    });
  }

  static async open(options: RtpPeerOptions = {}): Promise<RtpPeer> {
    const socket = createSocket(options.address?.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((resolve) => socket.bind(options.port ?? 0, options.address ?? "127.0.0.1", resolve));
    return new RtpPeer(socket, options);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** This peer's SDP, as offer or answer. */
  describe(direction = "sendrecv", version = 1): string {
    const payloadType = this.#wireType;
    const family = this.address.includes(":") ? "IP6" : "IP4";
    const lines = [
      "v=0",
      `o=peer 1 ${version} IN ${family} ${this.address}`,
      "s=-",
      `c=IN ${family} ${this.address}`,
      "t=0 0",
    ];
    lines.push(
      `m=audio ${this.#options.describedPort ?? this.port} RTP/AVP ${payloadType} ${this.eventType}`,
      `a=rtpmap:${payloadType} ${this.codec}/8000`,
    );
    lines.push(`a=rtpmap:${this.eventType} telephone-event/8000`, `a=fmtp:${this.eventType} 0-15`, `a=${direction}`);
    lines.push(...(this.#options.lines ?? []));
    return `${lines.join("\r\n")}\r\n`;
  }

  /** Takes the other side's address from its SDP. */
  connect(sdp: string): void {
    const address = /^c=IN IP[46] (\S+)/m.exec(sdp)?.[1];
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1]);
    if (address === undefined || !(port > 0)) throw new Error("the SDP names no audio address");
    this.#remote = { address, port };
  }

  /** Sends a tone (whole Hz) until told otherwise. */
  sendTone(frequency: number, amplitude = 10_000): void {
    // A whole number of Hz comes round after one second, which is fifty frames.
    const samples = tone(frequency, 1000, amplitude);
    const second = { PCMA: encode(samples, "PCMA"), PCMU: encode(samples, "PCMU") };
    let at = 0;
    this.#send(() => {
      const frame = second[this.codec].subarray(at, at + frameSamples);
      at = (at + frameSamples) % samples.length;
      return frame;
    });
  }

  /** Sends bytes in the peer's law, then silence; resolves when the last byte is out. */
  sendBytes(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      let at = 0;
      this.#send(() => {
        const frame = bytes.subarray(at, at + frameSamples);
        at += frameSamples;
        if (at === Math.ceil(bytes.length / frameSamples) * frameSamples) resolve();
        return frame.length === frameSamples ? frame : silentFrame[this.codec];
      });
    });
  }

  /**
   * Sends back what it hears from now on, `decibels` fainter and `late` ms later, as a telephone without echo control does.
   * Returns what speaks over that: bytes in the peer's law.
   */
  sendEcho(decibels: number, late: number): (bytes: Uint8Array) => void {
    let next = this.heard.length;
    let said: Uint8Array = new Uint8Array();
    const gain = 10 ** (-decibels / 20);
    const frames = late / 20;
    this.#send(() => {
      const came = this.heard[next - frames]?.packet;
      next += 1;
      // A stall here is no part of the way back: what came meanwhile is left out.
      if (Math.abs(this.heard.length - next) > 2) next = this.heard.length;
      const voice = decode(said.subarray(0, frameSamples), this.codec);
      said = said.subarray(frameSamples);
      const isSound = came !== undefined && came.payloadType !== this.eventType;
      const back = isSound ? decode(came.payload, came.payloadType === 0 ? "PCMU" : "PCMA") : null;
      const samples = Int16Array.from({ length: frameSamples }, (_, at) => (back?.[at] ?? 0) * gain + (voice[at] ?? 0));
      return encode(samples, this.codec);
    });
    return (bytes) => void (said = bytes);
  }

  /** Goes on as another stream, as one does that was restarted or handed over: nothing of its numbering is kept. */
  restartStream(ssrc = Math.floor(Math.random() * 2 ** 32)): void {
    this.#ssrc = ssrc;
    this.#sequence = Math.floor(Math.random() * 2 ** 16);
    this.#timestamp = Math.floor(Math.random() * 2 ** 32);
  }

  /** Restarts under the same SSRC: its numbers go back by so many packets and its clock by so many ms. */
  stepBack(packets: number, ms: number): void {
    this.#sequence = (this.#sequence - packets) & 0xffff;
    this.leap(-ms);
  }

  /** Its clock leaps by so many ms. */
  leap(ms: number): void {
    this.#timestamp = (this.#timestamp + ms * 8) >>> 0;
  }

  /** Stops sending. */
  hush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Presses a key: updates every 20 ms, then three end packets (RFC 4733 §2.5.1.3). */
  async press(digit: string, ms = 100): Promise<void> {
    const event = "0123456789*#ABCD".indexOf(digit);
    const timestamp = this.#timestamp;
    const volume = 10;
    for (let samples = frameSamples; samples <= ms * 8; samples += frameSamples) {
      this.#emit(
        this.eventType,
        Uint8Array.of(event, volume, samples >> 8, samples & 0xff),
        timestamp,
        samples === frameSamples,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const end = Uint8Array.of(event, 0x80 | volume, (ms * 8) >> 8, (ms * 8) & 0xff);
    for (let time = 0; time < 3; time += 1) this.#emit(this.eventType, end, timestamp, false);
    this.#timestamp = (timestamp + ms * 8) >>> 0;
  }

  /** What was heard in the last `ms`, as 16-bit linear samples in order of arrival; events and noise left out. */
  lastHeard(ms: number): Int16Array {
    const parts: Int16Array[] = [];
    let samples = 0;
    for (let at = this.heard.length - 1; at >= 0 && samples < ms * 8; at -= 1) {
      const { payload, payloadType } = this.heard[at]!.packet;
      if (payloadType === this.eventType) continue;
      const isOther = payloadType === 0 || (payloadType !== 8 && this.codec === "PCMU");
      parts.unshift(decode(payload, isOther ? "PCMU" : "PCMA"));
      samples += payload.length;
    }
    return Int16Array.from(parts.flatMap((part) => [...part]));
  }

  close(): Promise<void> {
    this.hush();
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #send(next: () => Uint8Array | null): void {
    this.#next = next;
    if (this.#timer !== null) return;
    this.#due = performance.now();
    this.#step();
  }

  get #wireType(): number {
    return this.payloadType ?? (this.codec === "PCMA" ? 8 : 0);
  }

  #step(): void {
    const spacing = 20 / (1 + (this.#options.drift ?? 0) / 1e6);
    for (; this.#due <= performance.now(); this.#due += spacing) {
      const bytes = this.#next();
      if (bytes !== null) this.#pack(bytes);
      else this.#packed = new Uint8Array();
      this.#timestamp = (this.#timestamp + frameSamples) >>> 0;
    }
    this.#timer = setTimeout(() => this.#step(), Math.max(0, this.#due - performance.now()));
  }

  /** Sends 20 ms as soon as they fill packets. */
  #pack(bytes: Uint8Array): void {
    const length = this.packetTime * 8;
    const waiting = Buffer.concat([this.#packed, bytes]);
    let at = 0;
    for (; at + length <= waiting.length; at += length) {
      const timestamp = (this.#timestamp + frameSamples - waiting.length + at) >>> 0;
      this.#emit(this.#wireType, waiting.subarray(at, at + length), timestamp, false);
    }
    this.#packed = waiting.subarray(at);
  }

  #number(payloadType: number): number {
    if (payloadType === this.eventType && this.keySequence !== null) return this.keySequence++ & 0xffff;
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xffff;
    return sequence;
  }

  #emit(payloadType: number, payload: Uint8Array, timestamp: number, marker: boolean): void {
    if (this.#remote === null) return;
    const datagram = Buffer.alloc(headerBytes + payload.length);
    const sequence = this.#number(payloadType);
    writeRtpHeader(datagram, { payloadType, marker, sequence, timestamp, ssrc: this.#ssrc });
    datagram.set(payload, headerBytes);
    this.#socket.send(datagram, this.#remote.port, this.#remote.address);
  }
}
