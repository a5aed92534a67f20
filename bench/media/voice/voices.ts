/** Indonesian sentences in several voices (espeak-ng), as 8 kHz telephone sound. */
import { execFileSync } from "node:child_process";
import type { Sound } from "./noises.ts";

export type Voice = {
  readonly name: string;
  /** words a minute */ readonly speed: number;
  /** 0 to 99 */ readonly pitch: number;
};

/** Those the detector may be fitted with, and others it is measured with. */
export const voices = {
  fit: [
    { name: "id", speed: 165, pitch: 50 },
    { name: "id+f1", speed: 150, pitch: 60 },
    { name: "id+m3", speed: 180, pitch: 40 },
    { name: "id+f3", speed: 200, pitch: 70 },
    { name: "id+m1", speed: 130, pitch: 30 },
  ],
  proof: [
    { name: "id+m7", speed: 160, pitch: 45 },
    { name: "id+f4", speed: 175, pitch: 65 },
    { name: "id+m2", speed: 140, pitch: 25 },
    { name: "id+f2", speed: 190, pitch: 85 },
    { name: "id+f5", speed: 155, pitch: 55 },
  ],
} as const satisfies Record<string, readonly Voice[]>;

export const sentences = {
  fit: [
    "Tolong, rumah tetangga saya terbakar, apinya sudah sampai ke atap.",
    "Ada kecelakaan di depan pasar, dua orang luka dan tidak bisa bangun.",
    "Ibu saya sesak napas sejak tadi malam, bisa kirim ambulans?",
    "Saya di Jalan Ahmad Yani, dekat lampu merah, sebelah toko roti.",
  ],
  proof: [
    "Halo, saya mau lapor, ada pohon tumbang menutup jalan di Cipocok.",
    "Banjir sudah setinggi pinggang, anak-anak masih di lantai dua.",
    "Suami saya jatuh dari tangga dan kepalanya berdarah.",
    "Iya pak, benar, di belakang masjid, cepat ya, tolong.",
  ],
} as const;

const spoken = new Map<string, Sound>();

/** One sentence as it comes out of a telephone: 300 to 3400 Hz at 8 kHz, peak 1. */
export function speak(voice: Voice, sentence: string): Sound {
  const key = `${voice.name} ${sentence}`;
  const known = spoken.get(key);
  if (known !== undefined) return known;
  const args = ["-v", voice.name, "-s", String(voice.speed), "-p", String(voice.pitch), "--stdout", sentence];
  const wav = execFileSync("espeak-ng", args, { maxBuffer: 2 ** 26 });
  const rate = wav.readUInt32LE(24);
  const linear = Float64Array.from({ length: (wav.length - 44) >> 1 }, (_, at) => wav.readInt16LE(44 + at * 2));
  const sound = telephone(linear, rate);
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  const levelled = sound.map((sample) => sample / peak);
  spoken.set(key, levelled);
  return levelled;
}

/** Half the taps, in samples of 8 kHz, and how finely the filter is tabled. */
const reach = 16;
const fine = 128;

const sinc = (x: number, band: number): number => (x === 0 ? band : Math.sin(Math.PI * band * x) / (Math.PI * x));
/** A windowed band-pass of 300 to 3400 Hz. */
const filter = Float64Array.from({ length: 2 * reach * fine + 1 }, (_, at) => {
  const x = at / fine - reach;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / reach);
  return window * (sinc(x, 3400 / 4000) - sinc(x, 300 / 4000));
});

/** The band of a telephone, at 8 kHz: resampled as it is filtered. */
function telephone(sound: Float64Array, rate: number): Sound {
  const step = rate / 8000;
  return Float64Array.from({ length: Math.floor(sound.length / step) }, (_, at) => {
    const centre = at * step;
    let total = 0;
    const last = Math.min(sound.length - 1, Math.floor(centre + reach * step));
    for (let from = Math.max(0, Math.ceil(centre - reach * step)); from <= last; from += 1)
      total += sound[from]! * filter[Math.round(((centre - from) / step + reach) * fine)]!;
    return total / step;
  });
}
