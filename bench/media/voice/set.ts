/** The labelled set: what each second of a clip is, known because a script made it. */
import { encode } from "@siaga/media/instrument";
import { chanceFrom } from "./chance.ts";
import { noises, tones, type Sound } from "./noises.ts";
import { sentences, speak, voices } from "./voices.ts";

export type Part = "fit" | "proof";
export type Clip = {
  /** E.g. `speech`, `noise:white`, `tone:busy`. */ readonly kind: string;
  /** dB of speech over noise; null for the one without the other. */ readonly snr: number | null;
  /** Active speech or noise level, dBFS. */ readonly level: number;
  /** A-law. */ readonly bytes: Uint8Array;
  /** By 200 ms: a voice spoke in the second before; null where too little to say. */
  readonly voice: readonly (boolean | null)[];
};

const rate = 8000;
const frame = 160;
/** A second counts as speech from 300 ms of voice on, as none below 60 ms. */
const leastVoiced = 15;
const mostUnvoiced = 3;

const power = (sound: Sound): number => sound.reduce((total, sample) => total + sample * sample, 0) / sound.length;

/** 20 ms frames in which the clean voice stands within 30 dB of its loudest. */
function activity(sound: Sound): boolean[] {
  const powers = Array.from({ length: Math.floor(sound.length / frame) }, (_, at) =>
    power(sound.subarray(at * frame, at * frame + frame)),
  );
  const most = Math.max(...powers);
  return powers.map((each) => each > most / 1000);
}

/** Broken off and begun again: a beginning is what is hardest to judge. */
function broken(sound: Sound, chance: () => number): Sound {
  let next = 0;
  let on = false;
  return sound.map((sample, at) => {
    if (at >= next) {
      on = !on;
      next = at + Math.floor((0.4 + 2 * chance()) * rate);
    }
    return on ? sample : 0;
  });
}

/** Some sentences of one voice with pauses of half to three seconds between, 16 s. */
function conversation(part: Part, voice: number, chance: () => number): Sound {
  const sound = new Float64Array(16 * rate);
  let at = Math.floor(chance() * rate);
  for (let turn = 0; at < sound.length; turn += 1) {
    const spoken = speak(voices[part][voice]!, sentences[part][(turn + voice) % sentences[part].length]!);
    sound.set(spoken.subarray(0, Math.max(0, sound.length - at)), at);
    at += spoken.length + Math.floor((0.5 + 2.5 * chance()) * rate);
  }
  return sound;
}

function clip(kind: string, speech: Sound | null, noise: Sound | null, snr: number | null, level: number): Clip {
  const length = (speech ?? noise)!.length;
  const active = speech === null ? [] : activity(speech);
  const loud = active.length === 0 ? 1 : active.filter(Boolean).length / active.length;
  const target = 10 ** (level / 20) * 32_768;
  const ofSpeech = speech === null ? 0 : target / Math.sqrt(power(speech) / loud);
  const noiseLevel = snr === null ? target : target / 10 ** (snr / 20);
  const ofNoise = noise === null ? 0 : noiseLevel / Math.sqrt(power(noise));
  const samples = Int16Array.from({ length }, (_, at) => {
    const sample = (speech?.[at] ?? 0) * ofSpeech + (noise?.[at] ?? 0) * ofNoise;
    return Math.max(-32_768, Math.min(32_767, Math.round(sample)));
  });
  const voice = Array.from({ length: Math.floor(length / rate) * 5 }, (_, judgement) => {
    const end = judgement * 10 + 10;
    const voiced = active.slice(Math.max(0, end - 50), end).filter(Boolean).length;
    return voiced >= leastVoiced ? true : voiced <= mostUnvoiced ? false : null;
  });
  return { kind, snr, level, bytes: encode(samples, "PCMA"), voice };
}

/** Eight voices at once, none to be understood. */
function babble(part: Part, seed: number): Sound {
  const chance = chanceFrom(seed);
  const mixed = new Float64Array(16 * rate);
  for (let speaker = 0; speaker < 8; speaker += 1) {
    const one = conversation(part, speaker % voices[part].length, chance);
    const shift = Math.floor(chance() * one.length);
    for (let at = 0; at < mixed.length; at += 1) mixed[at] = mixed[at]! + one[(at + shift) % one.length]!;
  }
  return mixed;
}

const levels = [-10, -20, -30];
const ratios = [20, 10, 5, 0];

/** Every clip of one part; the same on every machine with the same espeak-ng. */
export function labelledSet(part: Part): Clip[] {
  const seed = part === "fit" ? 1000 : 2000;
  const chance = chanceFrom(seed);
  const spoken = voices[part].map((_, voice) => conversation(part, voice, chance));
  const clips: Clip[] = [];
  for (const speech of spoken) for (const level of levels) clips.push(clip("speech", speech, null, null, level));
  const length = 16 * rate;
  const hiss = noises["white"]!(length, seed);
  const backgrounds: readonly (readonly [string, (take: number) => Sound])[] = [
    ...Object.entries(noises).map(([name, make]) => [name, (take: number) => make(length, seed + 31 * take)] as const),
    ["babble", (take: number) => babble(part, seed + 31 * take)] as const,
  ];
  for (const [name, make] of backgrounds)
    for (const [take, snr] of ratios.entries()) {
      const noise = make(take);
      for (const [at, speech] of spoken.entries())
        clips.push(clip(`speech+${name}`, speech, noise, snr, levels[(at + snr) % levels.length]!));
      // The noise alone, as loud as it stood under a voice of the middle level.
      for (const other of [noise, make(take + 10), broken(make(take + 20), chance)])
        clips.push(clip(`noise:${name}`, null, other, null, -20 - snr));
    }
  for (const [name, make] of Object.entries(tones))
    for (const level of levels) {
      const tone = make(length, seed);
      clips.push(clip(`tone:${name}`, null, tone, null, level));
      clips.push(clip(`tone:${name}`, null, broken(tone, chance), null, level));
      const hissing = tone.map((sample, at) => sample + 0.07 * hiss[at]!);
      clips.push(clip(`tone:${name}`, null, hissing, null, level));
    }
  clips.push(clip("silence", null, hiss, null, -70));
  return clips;
}
