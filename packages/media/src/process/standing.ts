import type { LegId, MediaEvent, MediaPlane, Opened, RoomId, TrunkLegOptions, TrunkSession } from "../plane.ts";
import type { Told } from "./messages.ts";

type Relation = Parameters<MediaPlane["join"]>[2];

/** A leg as it stood: what a new media process is told so that it goes on. Times are ms of this process's steady clock. */
export type StoodLeg = {
  readonly leg: LegId;
  /** Null for a desk: its connection can only come back by an offer of its own. */
  readonly session: TrunkSession | null;
  /** It was in a room or played to, and so is sent something always. */
  readonly used: boolean;
  readonly muted: boolean;
  readonly room: { readonly room: RoomId; readonly relation: Relation } | null;
  readonly playing: { readonly prompts: readonly string[]; readonly loop: boolean; readonly play: string } | null;
  /** ms the prompt had been playing. */
  readonly played: number;
  readonly recording: string | null;
  /** ms since the recording began. */
  readonly recorded: number;
};

/** A recording that ended, and that no process has said to be kept. */
export type EndedRecording = {
  readonly leg: LegId;
  readonly file: string;
  /** ms it lasted. */
  readonly recorded: number;
};

type Standing = { -readonly [K in keyof StoodLeg]: StoodLeg[K] };

/** What the media process was told and has not ended: the next one is told the same. `now` is a steady clock, ms. */
export class StandingLegs {
  readonly #legs = new Map<LegId, Standing>();
  /** By file. */
  readonly #ended = new Map<string, EndedRecording>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Every leg as it stands now. */
  all(): readonly StoodLeg[] {
    return [...this.#legs.values()].map((leg) => this.#stood(leg));
  }

  /** Recordings the last process was to keep, or that ended while there was none: the next one is to make them whole. */
  ended(): readonly EndedRecording[] {
    return [...this.#ended.values()];
  }

  find(leg: LegId): StoodLeg | null {
    const standing = this.#legs.get(leg);
    return standing === undefined ? null : this.#stood(standing);
  }

  /** A trunk leg was opened, or offered or answered anew. */
  opened(options: TrunkLegOptions, { sdp }: Opened): void {
    this.#of(options.leg).session = { options, answer: null, said: sdp };
  }

  reoffered(leg: LegId, offer: string | null, { sdp }: Opened): void {
    const standing = this.#legs.get(leg);
    if (standing?.session)
      standing.session = { options: { ...standing.session.options, offer }, answer: null, said: sdp };
  }

  answered(leg: LegId, answer: string): void {
    const standing = this.#legs.get(leg);
    if (standing?.session) standing.session = { ...standing.session, answer };
  }

  deskOpened(leg: LegId): void {
    this.#of(leg);
  }

  /** A leg that was closed, or could not come back. */
  forget(leg: LegId): void {
    const standing = this.#legs.get(leg);
    if (standing !== undefined) this.#endRecording(standing);
    this.#legs.delete(leg);
  }

  told<M extends Told>(method: M, values: Parameters<MediaPlane[M]>): void {
    const standing = this.#legs.get(method === "join" ? String(values[1]) : values[0]);
    if (standing !== undefined)
      (this.#words[method] as (leg: Standing, values: readonly unknown[]) => void)(standing, values);
  }

  /** A prompt heard to its end plays no more (one replaced or stopped was told so); a recording that is kept is not waited for. */
  heard(event: MediaEvent): void {
    if (event.type === "recording-kept") this.#ended.delete(event.recording.file);
    if (event.type !== "prompt-ended" || !event.completed) return;
    const standing = this.#legs.get(event.leg);
    if (standing?.playing?.play === event.play) standing.playing = null;
  }

  readonly #words: { readonly [M in Told]: (leg: Standing, values: Parameters<MediaPlane[M]>) => void } = {
    deskSend: () => undefined,
    // Keys that were being pressed are not pressed again: twice would be another number.
    sendDigits: () => undefined,
    closeLeg: ({ leg }) => this.forget(leg),
    play: (leg, [, prompts, options]) => {
      leg.playing = { prompts, ...options };
      leg.used = true;
      leg.played = this.#now();
    },
    stopPlaying: (leg) => void (leg.playing = null),
    join: (leg, [room, , relation]) => {
      leg.room = { room, relation };
      leg.used = true;
    },
    part: (leg) => void (leg.room = null),
    mute: (leg, [, muted]) => void (leg.muted = muted),
    startRecording: (leg, [, file]) => {
      if (leg.recording !== null) return;
      leg.recording = file;
      leg.recorded = this.#now();
    },
    stopRecording: (leg) => this.#endRecording(leg),
  };

  #endRecording(standing: Standing): void {
    const { leg, recording, recorded } = standing;
    standing.recording = null;
    if (recording !== null) this.#ended.set(recording, { leg, file: recording, recorded: this.#now() - recorded });
  }

  #of(leg: LegId): Standing {
    const known = this.#legs.get(leg);
    if (known !== undefined) return known;
    const standing: Standing = {
      leg,
      session: null,
      used: false,
      muted: false,
      room: null,
      playing: null,
      played: 0,
      recording: null,
      recorded: 0,
    };
    this.#legs.set(leg, standing);
    return standing;
  }

  /** Instants become lengths: the other process has a clock of its own. */
  #stood(standing: Standing): StoodLeg {
    const now = this.#now();
    return { ...standing, played: now - standing.played, recorded: now - standing.recorded };
  }
}
