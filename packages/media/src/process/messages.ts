import type { LegId, MediaEvent, MediaOptions, MediaPlane } from "../plane.ts";
import type { EndedRecording, StoodLeg } from "./standing.ts";

/** What passes between signalling and the media process. */
export type Asked = "openTrunkLeg" | "acceptAnswer" | "reoffer" | "openDeskLeg" | "statistics";
export type Told =
  | "deskSend"
  | "closeLeg"
  | "play"
  | "stopPlaying"
  | "sendDigits"
  | "join"
  | "part"
  | "mute"
  | "startRecording"
  | "stopRecording";

/** An `ask` is answered by the reply of its number. */
export type Ask = {
  [M in Asked]: {
    readonly kind: "ask";
    readonly number: number;
    readonly method: M;
    readonly values: Parameters<MediaPlane[M]>;
  };
}[Asked];

/** To the media process. A `tell` is answered by nothing. */
export type ToMedia =
  | { readonly kind: "begin"; readonly options: MediaOptions }
  /** The legs of a process that died, and what it was to keep. What is asked or told behind it waits until they stand. */
  | { readonly kind: "resume"; readonly legs: readonly StoodLeg[]; readonly ended: readonly EndedRecording[] }
  | Ask
  | { [M in Told]: { readonly kind: "tell"; readonly method: M; readonly values: Parameters<MediaPlane[M]> } }[Told]
  | { readonly kind: "close" };

/** From the media process. */
export type FromMedia =
  | { readonly kind: "ready" }
  | { readonly kind: "unusable"; readonly sentence: string }
  | { readonly kind: "resumed"; readonly lost: readonly LegId[] }
  | { readonly kind: "reply"; readonly number: number; readonly value: unknown }
  | { readonly kind: "event"; readonly event: MediaEvent }
  | { readonly kind: "closed" };
