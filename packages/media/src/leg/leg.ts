import type { Codec } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import type { LegId } from "../plane.ts";
import type { Quality } from "../rtp/quality.ts";

/** What statistics tell of a leg. */
export type LegCounts = {
  readonly received: number;
  readonly sent: number;
  readonly lost: number;
  readonly jitterMs: number;
  /** Null for a leg that does not measure it. */
  readonly quality: Quality | null;
};

/** One party's audio as the mixer sees it: a frame out of it, a frame into it, every 20 ms. */
export interface Leg {
  readonly id: LegId;
  readonly kind: "trunk" | "desk";
  /** The law it wants to hear. */
  readonly codec: Codec;
  readonly counts: LegCounts;
  /** Takes the leg into use or out of it: only a leg in use is listened to. */
  use(inUse: boolean): void;
  /** What the leg sent in these 20 ms; null when nothing came. Valid until the next call. `now` in ms, monotonic. */
  take(now: number): Frame | null;
  /** Sends 20 ms in the leg's law; `timestamp` counts samples since the start and never stands still. */
  send(bytes: Uint8Array, timestamp: number): void;
  /** Due once a tick: reports, missing sound, unfinished digits. */
  watch(now: number): void;
  close(): void;
}
