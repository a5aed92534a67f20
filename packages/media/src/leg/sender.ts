import { randomBytes } from "node:crypto";
import type { Socket } from "node:dgram";
import { frameSamples } from "../audio/g711.ts";
import { headerBytes, writeRtpHeader } from "../rtp/packet.ts";
import type { Sent } from "../rtp/rtcp.ts";

/** Datagrams kept in turn, since a send may outlive the tick. */
const turns = 4;

/** The one stream a leg sends: one SSRC, sequence without gaps, timestamps that follow the clock also across pauses. */
export class RtpSender {
  packets = 0;
  readonly #ssrc: number;
  readonly #offset: number;
  readonly #datagrams = Array.from({ length: turns }, () => Buffer.allocUnsafe(headerBytes + frameSamples));
  #sequence: number;
  #timestamp = 0;
  #lastTick = Number.NaN;

  constructor() {
    const random = randomBytes(10);
    this.#ssrc = random.readUInt32BE(0);
    this.#offset = random.readUInt32BE(4);
    this.#sequence = random.readUInt16BE(8);
  }

  get sent(): Sent {
    const { packets } = this;
    return { ssrc: this.#ssrc, timestamp: this.#timestamp, packets, octets: packets * frameSamples };
  }

  send(
    socket: Socket,
    to: { address: string; port: number },
    payloadType: number,
    bytes: Uint8Array,
    tick: number,
  ): void {
    const datagram = this.#datagrams[this.packets % turns]!;
    this.#timestamp = (this.#offset + tick) >>> 0;
    // RFC 3551 §4.1: the marker begins sound after a pause, so that the listener may set its buffer anew.
    const marker = tick !== this.#lastTick + frameSamples;
    writeRtpHeader(datagram, {
      marker,
      payloadType,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc: this.#ssrc,
    });
    datagram.set(bytes, headerBytes);
    socket.send(datagram, to.port, to.address);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#lastTick = tick;
    this.packets += 1;
  }
}
