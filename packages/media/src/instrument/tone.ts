import { encode, type Codec } from "../audio/g711.ts";

/** A sine as 16-bit linear samples at 8 kHz. */
export function tone(frequency: number, ms: number, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: ms * 8 }, (_, at) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * frequency * at) / 8000)),
  );
}

/** The same sine as G.711 bytes (A-law unless told). */
export function toneBytes(frequency: number, ms: number, codec: Codec = "PCMA"): Uint8Array {
  return encode(tone(frequency, ms), codec);
}
