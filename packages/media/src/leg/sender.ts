import { frameSamples } from "../audio/g711.ts";
import { draw } from "../rtp/chance.ts";
import type { EventPacket } from "../rtp/digit-sender.ts";
import { headerBytes, writeRtpHeader } from "../rtp/packet.ts";
import type { Sent } from "../rtp/rtcp.ts";
import type { DatagramSocket, Endpoint } from "../sockets/sockets.ts";

/** Datagrams kept in turn, since a send may outlive the tick. */
const turns = 4;

/** The one stream a leg sends: one SSRC, sequence without gaps, timestamps that follow the clock also across pauses. */
export class RtpSender {
  packets = 0;
  #octets = 0;
  readonly #ssrc: number;
  readonly #offset: number;
  #datagrams = datagramsOf(frameSamples);
  /** Samples of a packet, and how many of the present one are laid down. */
  #samples = frameSamples;
  #filled = 0;
  #payloadType = -1;
  #sequence: number;
  #timestamp = 0;
  #marker = true;
  #lastTick = Number.NaN;

  constructor() {
    const random = draw(10);
    this.#ssrc = random.readUInt32BE(0);
    this.#offset = random.readUInt32BE(4);
    this.#sequence = random.readUInt16BE(8);
  }

  get sent(): Sent {
    return { ssrc: this.#ssrc, timestamp: this.#timestamp, packets: this.packets, octets: this.#octets };
  }

  /** Puts so many ms of sound into each packet from now on. */
  pack(ms: number): void {
    if (ms * 8 === this.#samples) return;
    this.#samples = ms * 8;
    this.#datagrams = datagramsOf(this.#samples);
    this.#filled = 0;
  }

  /** Sends 20 ms of sound that begin at `tick`, in packets of the agreed length: at once, or when one is full. */
  send(socket: Pick<DatagramSocket, "send">, to: Endpoint, payloadType: number, bytes: Uint8Array, tick: number): void {
    // RFC 3551 §4.1: the marker begins sound after a pause, so that the listener may set its buffer anew.
    const paused = tick !== this.#lastTick + frameSamples;
    if (paused) this.#marker = true;
    if (paused || payloadType !== this.#payloadType) this.#filled = 0;
    this.#payloadType = payloadType;
    this.#lastTick = tick;
    for (let at = 0; at < frameSamples;) {
      const datagram = this.#datagrams[this.packets % turns]!;
      const taken = Math.min(frameSamples - at, this.#samples - this.#filled);
      datagram.set(taken === frameSamples ? bytes : bytes.subarray(at, at + taken), headerBytes + this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled < this.#samples) continue;
      this.#timestamp = (this.#offset + tick + at - this.#samples) >>> 0;
      this.#emit(socket, to, datagram, this.#timestamp, payloadType, this.#marker);
      this.#filled = 0;
      this.#marker = false;
    }
  }

  /** Sends a packet of an event (RFC 4733) in place of sound; its timestamp is on the clock of `send`'s ticks. */
  sendEvent(
    socket: Pick<DatagramSocket, "send">,
    to: Endpoint,
    payloadType: number,
    { payload, timestamp, marker }: EventPacket,
  ): void {
    const datagram = Buffer.allocUnsafe(headerBytes + payload.length);
    datagram.set(payload, headerBytes);
    this.#emit(socket, to, datagram, (this.#offset + timestamp) >>> 0, payloadType, marker);
  }

  #emit(
    socket: Pick<DatagramSocket, "send">,
    to: Endpoint,
    datagram: Buffer,
    timestamp: number,
    payloadType: number,
    marker: boolean,
  ): void {
    writeRtpHeader(datagram, { marker, payloadType, sequence: this.#sequence, timestamp, ssrc: this.#ssrc });
    socket.send(datagram, to);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.packets += 1;
    this.#octets += datagram.length - headerBytes;
  }
}

const datagramsOf = (samples: number): Buffer[] =>
  Array.from({ length: turns }, () => Buffer.allocUnsafe(headerBytes + samples));
