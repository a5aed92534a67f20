import type { MediaEvent, MediaOptions, MediaPlane } from "../plane.ts";

/** What passes between signalling and the media process. */
export type Asked = "openTrunkLeg" | "acceptAnswer" | "reoffer" | "openDeskLeg" | "statistics";
export type Told =
  | "deskSend"
  | "closeLeg"
  | "play"
  | "stopPlaying"
  | "join"
  | "part"
  | "mute"
  | "startRecording"
  | "stopRecording";

/** To the media process. An `ask` is answered by the reply of its number; a `tell` by nothing. */
export type ToMedia =
  | { readonly kind: "begin"; readonly options: MediaOptions }
  | {
      [M in Asked]: {
        readonly kind: "ask";
        readonly number: number;
        readonly method: M;
        readonly values: Parameters<MediaPlane[M]>;
      };
    }[Asked]
  | { [M in Told]: { readonly kind: "tell"; readonly method: M; readonly values: Parameters<MediaPlane[M]> } }[Told]
  | { readonly kind: "close" };

/** From the media process. */
export type FromMedia =
  | { readonly kind: "ready" }
  | { readonly kind: "unusable"; readonly sentence: string }
  | { readonly kind: "reply"; readonly number: number; readonly value: unknown }
  | { readonly kind: "event"; readonly event: MediaEvent }
  | { readonly kind: "closed" };
