import { VoiceActivity } from "../audio/activity.ts";
import { frameSamples } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import type { PromptEcho } from "../audio/prompt-echo.ts";
import { ownMemory, type SoundMemory } from "../audio/sound-memory.ts";
import type { Leg } from "../leg/leg.ts";
import type { LegId, RoomId } from "../plane.ts";
import type { Recorder } from "../recording/recorder.ts";
import type { Playing } from "./playing.ts";

export type Relation = { readonly hears: readonly LegId[] | "all"; readonly heardBy: readonly LegId[] | "all" };

/** A leg's place in the mixing: what it is in, whom it hears, what it is played. The leg itself may be replaced. */
export type Seat = {
  leg: Leg;
  room: RoomId | null;
  relation: Relation;
  muted: boolean;
  playing: Playing | null;
  recorder: Recorder | null;
  /** Once in a room or played to, a trunk leg is sent something always. */
  used: boolean;
  /** Whom it hears now: worked out when a room changes, not every tick. */
  audible: Seat[];
  frame: Frame | null;
  /** Where its parts have their room. */
  readonly memory: SoundMemory;
  readonly activity: VoiceActivity;
  /** What comes back of prompts; from the first one on. */
  echo: PromptEcho | null;
  readonly out: Uint8Array;
  /** Frames of a desk that went anywhere. */
  routedFromDesk: number;
};

export function seatFor(leg: Leg, memory: SoundMemory = ownMemory): Seat {
  return {
    leg,
    room: null,
    relation: { hears: "all", heardBy: "all" },
    muted: false,
    playing: null,
    recorder: null,
    used: false,
    audible: [],
    frame: null,
    memory,
    activity: new VoiceActivity(memory),
    echo: null,
    out: memory.bytes(frameSamples),
    routedFromDesk: 0,
  };
}

/** Somebody may hear this seat. A desk that only listens is itself not listened to. */
export const mayBeHeard = ({ room, relation }: Seat): boolean =>
  room !== null && (relation.heardBy === "all" || relation.heardBy.length > 0);

/** One hears another when the first listens to it and it lets itself be heard by the first. */
export function hears(listener: Seat, speaker: Seat): boolean {
  const listens = listener.relation.hears === "all" || listener.relation.hears.includes(speaker.leg.id);
  const isHeard = speaker.relation.heardBy === "all" || speaker.relation.heardBy.includes(listener.leg.id);
  return listener !== speaker && listens && isHeard;
}
