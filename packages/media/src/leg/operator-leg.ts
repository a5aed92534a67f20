import type { Codec } from "../audio/g711.ts";
import type { Refused } from "../plane.ts";
import type { RtpPacket } from "../rtp/packet.ts";

/** What a desk's PeerConnection tells. */
export type OperatorLegEvents = {
  up(): void;
  down(why: string): void;
  message(text: string): void;
  /** Sound of the desk; only while listening. */
  sound(packet: RtpPacket): void;
};

/** A desk's PeerConnection: G.711 audio and the data channel `desk`. The library behind it may be exchanged. */
export interface OperatorLeg {
  /** Our answer, with every candidate in it (no trickle). */
  readonly answer: string;
  readonly codec: Codec;
  /** Off: the desk's sound is thrown away as it comes, before anyone looks at it. */
  listen(on: boolean): void;
  /** Sends 20 ms; `timestamp` in samples follows the clock, `marker` begins sound after a pause. */
  send(bytes: Uint8Array, timestamp: number, marker: boolean): void;
  sendText(text: string): void;
  close(): void;
}

/** Answers a browser's offer. */
export type OpenOperatorLeg = (offer: string, events: OperatorLegEvents) => Promise<OperatorLeg | Refused>;
