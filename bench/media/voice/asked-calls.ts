/** Callers who are asked something, as the line brings them: the question's echo, their telephone's noise, and a word or none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode } from "@siaga/media/instrument";
import { spokenPrompts } from "@siaga/media";
import { chanceFrom } from "./chance.ts";
import { noises, tones, type Sound } from "./noises.ts";
import { echoOf, overMobile, type Path, type Return } from "./returns.ts";
import type { Part } from "./set.ts";
import { speak, type Voice } from "./voices.ts";

export type AskedCall = {
  /** What the caller's side sounds besides echo and word: `quiet`, `noise:wind`, `tone:busy`. */ readonly line: string;
  readonly back: Return | null;
  readonly word: {
    readonly said: string;
    /** dBm0 */ readonly level: number;
    /** ms from the end of the first question. */ readonly begins: number;
    /** Samples from the beginning of the call. */ readonly from: number;
    readonly to: number;
  } | null;
  /** A-law, as long as one another: what the caller was sent, and what came back. */
  readonly sent: Uint8Array;
  readonly came: Uint8Array;
};

/** The policy asks three times at most. */
const times = 3;
/** ms before the first question. */
const before = 500;

/** Man, woman and child. */
const speakers: Readonly<Record<Part, readonly Voice[]>> = {
  fit: [
    { name: "id+m3", speed: 180, pitch: 40 },
    { name: "id+f1", speed: 150, pitch: 60 },
    { name: "id+f3", speed: 190, pitch: 95 },
  ],
  proof: [
    { name: "id+m7", speed: 160, pitch: 35 },
    { name: "id+f4", speed: 170, pitch: 60 },
    { name: "id+f2", speed: 185, pitch: 99 },
  ],
};
export const words = ["ya", "tolong", "halo", "tujuh"] as const;
const scream = "Tolong! Tolong! Kebakaran!";
const levels = [-10, -15, -20, -25, -30, -35];
const digits: Readonly<Record<Part, readonly number[]>> = { fit: [1, 3, 5, 8], proof: [0, 2, 4, 6, 7, 9] };
const paths: readonly Path[] = ["hybrid", "mobile", "loudspeaker"];
const delays = [0, 40, 120, 300, 500];

/** Amplitude of a sound of this level: G.711's fullest sine is +3.14 dBm0. */
const amplitude = (level: number): number => (32_768 / Math.SQRT2) * 10 ** ((level - 3.14) / 20);

function levelled(sound: Sound, level: number): Sound {
  // Of a voice only what stands within 30 dB of its loudest counts (roughly ITU-T P.56).
  const powers = Array.from({ length: Math.floor(sound.length / 160) }, (_, at) =>
    sound.subarray(at * 160, at * 160 + 160).reduce((total, sample) => total + sample * sample, 0),
  );
  const most = Math.max(...powers);
  const loud = powers.filter((each) => each > most / 1000);
  const gain = amplitude(level) / Math.sqrt(loud.reduce((total, each) => total + each, 0) / loud.length / 160);
  return sound.map((sample) => sample * gain);
}

/** The question and its pause (ms), said three times. */
function question(digit: number, pause: number): Uint8Array {
  const prompt = readFileSync(join(spokenPrompts("id"), `challenge-${digit}.al`));
  const whole = before * 8 + times * (prompt.length + pause * 8);
  const sent = new Uint8Array(Math.ceil(whole / 160) * 160).fill(0xd5);
  for (let time = 0; time < times; time += 1) sent.set(prompt, before * 8 + time * (prompt.length + pause * 8));
  return sent;
}

type Wanted = {
  readonly digit: number;
  readonly pause: number;
  readonly back: Return | null;
  /** dBm0 */ readonly line: { readonly name: string; readonly level: number } | null;
  readonly word: {
    readonly said: string;
    readonly speaker: Voice;
    readonly level: number;
    readonly begins: number;
  } | null;
};

const samplesOf = (sound: Sound): Int16Array =>
  Int16Array.from(sound, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample))));

/** The whole call but for what a mobile network makes of it. */
function compose(
  { digit, pause, back, line, word }: Wanted,
  chance: () => number,
): AskedCall & { readonly sound: Sound } {
  const sent = question(digit, pause);
  const linear = Float64Array.from(decode(sent, "PCMA"));
  const sound = back === null ? new Float64Array(sent.length) : echoOf(linear, `${digit} ${pause}`, back, chance);
  if (line !== null) {
    const make = noises[line.name] ?? tones[line.name]!;
    const noise = levelled(make(sent.length, Math.floor(1e6 * chance())), line.level);
    for (let at = 0; at < sound.length; at += 1) sound[at] = sound[at]! + noise[at]!;
  }
  const kind = line === null ? "quiet" : line.name in noises ? `noise:${line.name}` : `tone:${line.name}`;
  const call = { line: kind, back, sent, came: new Uint8Array(), sound };
  if (word === null) return { ...call, word };
  const voice = levelled(speak(word.speaker, word.said), word.level);
  const lasts = readFileSync(join(spokenPrompts("id"), `challenge-${digit}.al`)).length;
  const from = Math.round(before * 8 + lasts + word.begins * 8);
  for (let at = 0; at < voice.length && from + at < sound.length; at += 1)
    sound[from + at] = sound[from + at]! + voice[at]!;
  const { said, level, begins } = word;
  return { ...call, word: { said, level, begins, from, to: from + voice.length } };
}

/** As A-law; whoever calls over a mobile network is heard through its codec. */
function finish(composed: readonly (AskedCall & { readonly sound: Sound })[]): AskedCall[] {
  const mobile = composed.filter(({ back }) => back?.path === "mobile");
  const coded = new Map(overMobile(mobile.map(({ sound }) => sound)).map((sound, at) => [mobile[at]!, sound]));
  return composed.map((call) => {
    const { sound, ...rest } = call;
    return { ...rest, came: encode(samplesOf(coded.get(call) ?? sound), "PCMA") };
  });
}

const pick = <T>(of: readonly T[], chance: () => number): T => of[Math.floor(chance() * of.length)]!;

const backOf = (loss: number | null, chance: () => number): Return | null =>
  loss === null ? null : { path: pick(paths, chance), loss, delay: pick(delays, chance) };

/** So many callers who say one word, or scream, somewhere from half a second before the question's end to 3 s after it. */
export function answeringCalls(part: Part, pause: number, loss: number | null, count: number): AskedCall[] {
  const chance = chanceFrom((part === "fit" ? 3000 : 4000) + (loss ?? 99));
  return finish(
    Array.from({ length: count }, (_, at) => {
      const speaker = pick(speakers[part], chance);
      const screams = at % 9 === 8;
      const level = screams ? -5 - 5 * chance() : levels[at % levels.length]!;
      const begins = -500 + 3500 * chance();
      const said = screams ? scream : pick(words, chance);
      // Every third speaks over noise 10 dB below.
      const line = chance() < 1 / 3 && !screams ? { name: pick(Object.keys(noises), chance), level: level - 10 } : null;
      const back = backOf(loss, chance);
      return compose(
        { digit: pick(digits[part], chance), pause, back, line, word: { said, speaker, level, begins } },
        chance,
      );
    }),
  );
}

/** Calls in which nobody speaks: quiet, over noise as it stands under a voice of -10 to -35 dBm0, with line tones. */
export function speechlessCalls(part: Part, pause: number, loss: number | null, count: number): AskedCall[] {
  const chance = chanceFrom((part === "fit" ? 5000 : 6000) + (loss ?? 99));
  return finish(
    Array.from({ length: count }, (_, at) => {
      const kind = at % 4;
      const noise = { name: pick(Object.keys(noises), chance), level: pick(levels, chance) - 10 };
      const tone = { name: pick(Object.keys(tones), chance), level: pick([-10, -20, -30], chance) };
      const line = kind < 2 ? null : kind === 2 ? noise : tone;
      return compose(
        { digit: pick(digits[part], chance), pause, back: backOf(loss, chance), line, word: null },
        chance,
      );
    }),
  );
}
