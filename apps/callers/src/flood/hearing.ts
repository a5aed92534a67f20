import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, level } from "@siaga/media/instrument";
import { audible, greetings, understood } from "./tones.ts";

const frame = 160;
const frameMs = 20;
/** Frames of one prompt in a row before it is taken for heard; one alone may sound like another. */
const sure = 3;
/** Without the desk's tone this long (frames) nobody is there any more. */
const gone = 10;

/** What a caller makes of what comes to the ear. */
export type Heard =
  /** Asked to press this digit; the words end in `endsIn` ms. */
  | { readonly type: "asked"; readonly digit: string; readonly endsIn: number }
  /** An operator speaks; `desk` tells them apart. */
  | { readonly type: "greeted"; readonly desk: number }
  /** The operator has heard this caller. */
  | { readonly type: "understood"; readonly desk: number }
  /** The operator is heard no more. */
  | { readonly type: "left" };

/** One caller's ear: every 20 ms of A-law as it comes. */
export type Ear = { hear(payload: Uint8Array): Heard | null };

/** The spoken prompts as callers know them: which 20 ms belong to which prompt, and where in it. */
export type KnownPrompts = { readonly at: ReadonlyMap<string, Place>; readonly lengths: ReadonlyMap<string, number> };
type Place = { readonly prompt: string; readonly index: number };

const asText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** Reads every prompt of a folder. Frames that stand in two prompts, or twice in one, tell nothing and are left out. */
export function knownPrompts(folder: string): KnownPrompts {
  const at = new Map<string, Place>();
  const twice = new Set<string>();
  const lengths = new Map<string, number>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".al")) continue;
    const prompt = file.slice(0, -".al".length);
    const bytes = readFileSync(join(folder, file));
    lengths.set(prompt, Math.ceil(bytes.length / frame));
    for (let index = 0; (index + 1) * frame <= bytes.length; index += 1) {
      const text = asText(bytes.subarray(index * frame, (index + 1) * frame));
      if (at.has(text)) twice.add(text);
      at.set(text, { prompt, index });
    }
  }
  for (const text of twice) at.delete(text);
  return { at, lengths };
}

const question = "challenge-";

/** ms the longest of the ten questions speaks. */
export const longestQuestion = ({ lengths }: KnownPrompts): number =>
  Math.max(0, ...[...lengths].filter(([prompt]) => prompt.startsWith(question)).map(([, frames]) => frames * frameMs));

/** Opens the ear of one call. */
export function openEar(prompts: KnownPrompts): Ear {
  let [last, inARow, told]: [Place | null, number, boolean] = [null, 0, false];
  let [toneRun, missing, desk, heardBack]: [number, number, number | null, boolean] = [0, 0, null, false];

  function prompt(place: Place): Heard | null {
    const goesOn = last?.prompt === place.prompt && place.index > last.index;
    if (!goesOn) [inARow, told] = [0, false];
    inARow += 1;
    last = place;
    if (told || inARow < sure || !place.prompt.startsWith(question)) return null;
    told = true;
    const left = (prompts.lengths.get(place.prompt) ?? place.index) - place.index - 1;
    return { type: "asked", digit: place.prompt.slice(question.length), endsIn: left * frameMs };
  }
  function silent(): Heard | null {
    toneRun = 0;
    missing += 1;
    if (desk === null || missing < gone) return null;
    [desk, heardBack] = [null, false];
    return { type: "left" };
  }
  function tone(found: { readonly desk: number; readonly back: boolean }): Heard | null {
    [missing, toneRun] = [0, toneRun + 1];
    if (toneRun < sure) return null;
    if (desk !== found.desk) {
      [desk, heardBack] = [found.desk, false];
      return { type: "greeted", desk };
    }
    if (!found.back || heardBack) return null;
    heardBack = true;
    return { type: "understood", desk };
  }
  return {
    hear(payload) {
      const place = prompts.at.get(asText(payload));
      const found = place === undefined ? deskIn(payload) : null;
      const heard = found === null ? silent() : tone(found);
      return heard ?? (place === undefined ? null : prompt(place));
    },
  };
}

/** Which desk sings in 20 ms of sound: one pure tone, as no voice and no prompt is. */
function deskIn(payload: Uint8Array): { readonly desk: number; readonly back: boolean } | null {
  if (payload.length !== frame) return null;
  const samples = decode(payload, "PCMA");
  let power = 0;
  for (const sample of samples) power += sample * sample;
  power /= samples.length;
  if (power < audible * audible * 0.4) return null;
  for (const [desk, greeting] of greetings.entries()) {
    for (const back of [false, true]) {
      const amplitude = level(samples, back ? understood(greeting) : greeting);
      if (amplitude > audible && amplitude * amplitude > power) return { desk, back };
    }
  }
  return null;
}
