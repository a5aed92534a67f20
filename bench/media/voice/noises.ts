/** What a telephone brings that is no voice. Made from figures alone, 8 kHz, any level: the set scales it. */
import { bell, chanceFrom } from "./chance.ts";

export type Sound = Float64Array;
type Make = (samples: number, seed: number) => Sound;

const rate = 8000;
const wave = (hertz: number, at: number): number => Math.sin((2 * Math.PI * hertz * at) / rate);

const white: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  return Float64Array.from({ length: samples }, () => bell(chance));
};

/** -3 dB per octave, as the sum of held white noises (Voss). */
const pink: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  const held = Array.from({ length: 8 }, () => bell(chance));
  return Float64Array.from({ length: samples }, (_, at) => {
    for (let octave = 0; octave < held.length; octave += 1) if (at % 2 ** octave === 0) held[octave] = bell(chance);
    return held.reduce((total, each) => total + each, 0);
  });
};

/** Mains and its overtones. */
const hum: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  const overtones = [1, 2, 3, 4, 5, 6, 8].map((times) => ({ times, peak: 0.3 + chance() / times }));
  const hiss = white(samples, seed + 1);
  return Float64Array.from(
    { length: samples },
    (_, at) => overtones.reduce((total, { times, peak }) => total + peak * wave(50 * times, at), 0) + 0.05 * hiss[at]!,
  );
};

/** An engine that speeds up and slows down, under the rumble of wheels. */
const vehicle: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  const rumble = pink(samples, seed + 1);
  const from = 25 + 20 * chance();
  let turn = 0;
  let low = 0;
  return Float64Array.from({ length: samples }, (_, at) => {
    turn += (2 * Math.PI * (from + 12 * wave(0.07, at))) / rate;
    low += 0.12 * (rumble[at]! - low);
    const engine = [2, 4, 6, 8, 12].reduce((total, times) => total + Math.sin(times * turn) / times, 0);
    return 2.2 * low + 0.9 * engine + 0.25 * rumble[at]!;
  });
};

/** Gusts: noise that swells and ebbs within seconds. */
const wind: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  const air = pink(samples, seed + 1);
  const [slow, quick] = [0.15 + 0.2 * chance(), 0.5 + 0.5 * chance()];
  return air.map((sample, at) => sample * (1 + 0.6 * wave(slow, at) + 0.3 * wave(quick, at)));
};

const rain: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  let drop = 0;
  return Float64Array.from({ length: samples }, () => {
    drop = chance() < 0.01 ? 3 * chance() : drop * 0.9;
    return bell(chance) * (0.7 + drop);
  });
};

export const noises: Readonly<Record<string, Make>> = { white, pink, hum, vehicle, wind, rain };

/** Tones sounding together, on and off in turn (ms). */
const cadence =
  (hertz: readonly number[], on: number, off: number): Make =>
  (samples) =>
    Float64Array.from({ length: samples }, (_, at) =>
      (at / 8) % (on + off) < on ? hertz.reduce((total, each) => total + wave(each, at), 0) : 0,
    );

const keypad: readonly (readonly [number, number])[] = [697, 770, 852, 941].flatMap((low) =>
  [1209, 1336, 1477].map((high) => [low, high] as const),
);

const keys: Make = (samples, seed) => {
  const chance = chanceFrom(seed);
  const pressed = Array.from({ length: Math.ceil(samples / 1600) }, () => keypad[Math.floor(chance() * 12)]!);
  return Float64Array.from({ length: samples }, (_, at) => {
    const [low, high] = pressed[Math.floor(at / 1600)]!;
    return at % 1600 < 960 ? wave(low, at) + wave(high, at) : 0;
  });
};

/** Two notes in turn, as an ambulance sounds them, and one that slides up and down. */
const siren: Make = (samples) =>
  Float64Array.from(
    { length: samples },
    (_, at) => wave(at % 8000 < 4000 ? 650 : 870, at) + 0.3 * wave(at % 8000 < 4000 ? 1300 : 1740, at),
  );
const wail: Make = (samples) => {
  let turn = 0;
  return Float64Array.from({ length: samples }, (_, at) => {
    turn += (2 * Math.PI * (900 + 400 * wave(0.25, at))) / rate;
    return Math.sin(turn) + 0.4 * Math.sin(2 * turn);
  });
};

/** ITU-T E.180 Supplement 2 for Indonesia, and what else lines and streets sound. */
export const tones: Readonly<Record<string, Make>> = {
  "1 kHz": cadence([1000], 1000, 0),
  "dial tone": cadence([425], 1000, 0),
  ringback: cadence([425], 1000, 4000),
  busy: cadence([425], 500, 500),
  congestion: cadence([425], 250, 250),
  "American ringback": cadence([440, 480], 2000, 4000),
  "fax call": cadence([1100], 500, 3000),
  keys,
  siren,
  wail,
};
