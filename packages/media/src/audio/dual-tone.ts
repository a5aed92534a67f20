import { frameSamples, fromLinear, type Codec } from "./g711.ts";

/** Hz, by row and column of the keypad (ITU-T Q.23). */
const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keypad = ["123A", "456B", "789C", "*0#D"];
/** Peaks of the two tones: about -9 and -7 dBm0, the higher the louder (ITU-T Q.24). */
const lowPeak = 8000;
const highPeak = 10_000;

/** Writes 20 ms of a key's two tones, `at` samples after its beginning. */
export function soundKey(key: string, at: number, into: Uint8Array, codec: Codec): void {
  const row = keypad.findIndex((keys) => keys.includes(key));
  const low = (2 * Math.PI * rows[row]!) / 8000;
  const high = (2 * Math.PI * columns[keypad[row]!.indexOf(key)]!) / 8000;
  const table = fromLinear[codec];
  for (let sample = 0; sample < frameSamples; sample += 1) {
    const time = at + sample;
    into[sample] = table[Math.round(lowPeak * Math.sin(low * time) + highPeak * Math.sin(high * time)) + 32_768]!;
  }
}
