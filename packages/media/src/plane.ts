/**
 * The media plane as signalling sees it. The plane runs in its own child process (`./process/main.ts`); signalling holds
 * a `MediaPlane` that speaks to it over IPC. It decides nothing: who hears whom is told to it.
 */

import type { Codec } from "./audio/g711.ts";
import type { Quality } from "./rtp/quality.ts";

/** A leg is one party's audio: a trunk call, a dialled call, or a desk. Named by whoever opens it. */
export type LegId = string;
export type RoomId = string;

export type Refused = {
  readonly ok: false;
  readonly code: "no-ports" | "no-codec" | "bad-sdp" | "no-such-leg" | "media-down";
  readonly sentence: string;
};
export type Opened = {
  readonly ok: true;
  /** Our SDP: an answer when an offer was given, else an offer. */ readonly sdp: string;
};

export type TrunkLegOptions = {
  readonly leg: LegId;
  /** The trunk's SDP offer; null to make an offer of our own (outgoing call, late offer). */
  readonly offer: string | null;
  /** Address put into our SDP: the one the peer reaches us at. */
  readonly address: string;
  /** Where RTP may come from besides the signalled address: IPs or CIDRs of the trunk. Latching never goes outside these. */
  readonly allowedSources: readonly string[];
  /** The trunk's own order of codecs, for offers and answers; one not named is not used. Absent: the peer's order. */
  readonly codecs?: readonly Codec[];
};

/** What was agreed for a trunk leg and what we last said: enough to open it again as the same session. */
export type TrunkSession = {
  /** With the peer's latest offer. */
  readonly options: TrunkLegOptions;
  /** The peer's answer to an offer of ours. */
  readonly answer: string | null;
  /** Our last description: it names the ports and the session (RFC 3264 §8). */
  readonly said: string;
};

export type RecordingKept = {
  readonly leg: LegId;
  readonly file: string;
  readonly sha256: string;
  /** ms */ readonly duration: number;
  readonly bytes: number;
};

export type MediaEvent =
  | { readonly type: "digit"; readonly leg: LegId; readonly digit: string; /** ms */ readonly duration: number }
  /**
   * A voice began or ceased on what the leg sends: no tone, ringing or noise, and not what comes back of a prompt, as far as
   * that can be told (adr/0009). Five judgements a second.
   */
  | { readonly type: "speech"; readonly leg: LegId; readonly speaking: boolean }
  | { readonly type: "prompt-ended"; readonly leg: LegId; readonly play: string; readonly completed: boolean }
  /** No RTP for 2.5 s on a leg that should send, counted from its first room or prompt. Ends nothing. */
  | { readonly type: "rtp-missing"; readonly leg: LegId }
  | { readonly type: "rtp-returned"; readonly leg: LegId }
  /** The peer's RTCP says that nothing of ours reaches it, or does again. Ends nothing. */
  | { readonly type: "unheard"; readonly leg: LegId }
  | { readonly type: "heard-again"; readonly leg: LegId }
  /** How well a trunk leg could be heard; told when it is closed, if any RTP passed. */
  | { readonly type: "quality"; readonly leg: LegId; readonly quality: Quality }
  | { readonly type: "recording-kept"; readonly recording: RecordingKept }
  /** The recording could not be made whole when its leg ended. It is tried again: `recording-kept` may follow. */
  | { readonly type: "recording-failed"; readonly leg: LegId; readonly sentence: string }
  /** The disk is full, gone or seconds behind: sound that is not written becomes gaps in the recordings. Calls go on. */
  | { readonly type: "disk-refuses"; readonly sentence: string }
  /** It takes everything; told of a new media process's first recording too, for the trouble its forerunner died in. */
  | { readonly type: "disk-takes" }
  | { readonly type: "desk-up"; readonly leg: LegId }
  | { readonly type: "desk-down"; readonly leg: LegId; readonly why: string }
  /** A message on the desk's data channel `desk`. */
  | { readonly type: "desk-message"; readonly leg: LegId; readonly text: string }
  /** The media process died. Every desk must offer again; trunk legs come back by themselves. */
  | { readonly type: "died" }
  /**
   * A new media process stands `gap` ms after the last one died. Trunk legs went on where they were, on the same ports with
   * a new SSRC; those of `lost` could not (another program took their ports).
   */
  | {
      readonly type: "restarted";
      /** ms */ readonly gap: number;
      readonly resumed: readonly LegId[];
      readonly lost: readonly LegId[];
    };

export type { Quality } from "./rtp/quality.ts";

export interface MediaPlane {
  openTrunkLeg(options: TrunkLegOptions): Promise<Opened | Refused>;
  /** The peer's answer to an offer of ours. */
  acceptAnswer(leg: LegId, answer: string): Promise<{ readonly ok: true } | Refused>;
  /** A re-INVITE's offer on a standing leg; null for an offerless re-INVITE (returns our current offer). RFC 3264 §8. */
  reoffer(leg: LegId, offer: string | null): Promise<Opened | Refused>;
  /** One PeerConnection per shift and desk: G.711 audio and the data channel `desk`. A second open of a desk leg replaces the first. */
  openDeskLeg(leg: LegId, offer: string): Promise<Opened | Refused>;
  deskSend(leg: LegId, text: string): void;
  closeLeg(leg: LegId): void;
  /** Plays prompt files (names without extension, one after another) to the leg; replaces what was playing. `play` names this playing in `prompt-ended`. */
  play(leg: LegId, prompts: readonly string[], options: { readonly loop: boolean; readonly play: string }): void;
  stopPlaying(leg: LegId): void;
  /** Presses keys (0-9 * # A-D) at the trunk's peer, each 120 ms with a rest: RFC 4733 events, or tones where it takes none. */
  sendDigits(leg: LegId, digits: string): void;
  /** Puts the leg in the room (leaving any other). `hears`/`heardBy` list legs; "all" means everyone in the room. A desk that nobody hears is not listened to. */
  join(
    room: RoomId,
    leg: LegId,
    relation: { readonly hears: readonly LegId[] | "all"; readonly heardBy: readonly LegId[] | "all" },
  ): void;
  part(leg: LegId): void;
  /** Desk audio is muted at the exchange too: what the desk sends is not routed. */
  mute(leg: LegId, muted: boolean): void;
  /** Stereo A-law WAV at 8 kHz (format 6): left what the leg sends, right what the leg hears (room and prompts), on one clock, until stopped or closed. `<file>.partial` until it is whole; when it began and what happened where stands in it too. */
  startRecording(leg: LegId, file: string): void;
  stopRecording(leg: LegId): void;
  statistics(): Promise<MediaStatistics>;
  on(listener: (event: MediaEvent) => void): void;
  close(): Promise<void>;
}

export type MediaStatistics = {
  readonly legs: number;
  readonly rooms: number;
  readonly freePorts: number;
  readonly recordings: number;
  readonly perLeg: Readonly<
    Record<
      LegId,
      {
        readonly received: number;
        readonly sent: number;
        readonly lost: number;
        readonly jitterMs: number;
        /** So far; null for a desk. */
        readonly quality: Quality | null;
        readonly routedFromDesk: number;
      }
    >
  >;
};

export type MediaOptions = {
  /** Inclusive UDP range for trunk RTP (even ports; RTCP on the next). */
  readonly rtpPorts: { readonly first: number; readonly last: number };
  /** Addresses advertised to desks as ICE host candidates; empty: all of this machine's. */
  readonly mediaAddresses: readonly string[];
  /** UDP range for desk PeerConnections. */
  readonly deskPorts: { readonly first: number; readonly last: number };
  /** Folder with prompts as raw A-law 8 kHz files, `<name>.al`. */
  readonly promptFolder: string;
};
