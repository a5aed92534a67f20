import { decode } from "../audio/g711.ts";

export type WavSound = {
  readonly rate: number;
  /** 16-bit linear, one array for each channel. */ readonly channels: readonly Int16Array[];
};

/** Reads a WAV file of A-law (format 6), µ-law (7) or 16-bit linear (1). Throws when it is anything else. */
export function readWav(file: Buffer): WavSound {
  if (file.toString("ascii", 0, 4) !== "RIFF" || file.toString("ascii", 8, 12) !== "WAVE")
    throw new Error("no WAV file");
  if (file.readUInt32LE(4) !== file.length - 8) throw new Error("the RIFF size is not the file's");
  const format = chunk(file, "fmt ");
  const sound = chunk(file, "data");
  const kind = format.readUInt16LE(0);
  const count = format.readUInt16LE(2);
  const samples = linear(kind, sound);
  const channels = Array.from({ length: count }, (_, channel) =>
    Int16Array.from({ length: samples.length / count }, (_, at) => samples[at * count + channel]!),
  );
  return { rate: format.readUInt32LE(4), channels };
}

function linear(kind: number, sound: Buffer): Int16Array {
  if (kind === 6) return decode(sound, "PCMA");
  if (kind === 7) return decode(sound, "PCMU");
  if (kind === 1) return Int16Array.from({ length: sound.length / 2 }, (_, at) => sound.readInt16LE(2 * at));
  throw new Error(`WAV format ${kind} is not read here`);
}

function chunk(file: Buffer, name: string): Buffer {
  for (let at = 12; at + 8 <= file.length;) {
    const length = file.readUInt32LE(at + 4);
    if (file.toString("ascii", at, at + 4) === name) return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  throw new Error(`the WAV file has no ${name.trim()} chunk`);
}
