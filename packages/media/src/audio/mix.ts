import { frameSamples, fromLinear, toLinear, transcode, type Codec } from "./g711.ts";

/** 20 ms of sound in one law. */
export type Frame = { readonly bytes: Uint8Array; readonly codec: Codec };

const sum = new Int32Array(frameSamples);

/**
 * Adds frames in 16-bit linear with saturation and writes the listener's law into `into`. One frame of the listener's own
 * law is handed through untouched: nothing is decoded and the returned bytes are the speaker's. Only the first `count` are added.
 */
export function mix(
  frames: readonly Frame[],
  codec: Codec,
  into: Uint8Array,
  count: number = frames.length,
): Uint8Array {
  if (count === 1) {
    const only = frames[0]!;
    if (only.codec === codec) return only.bytes;
    transcode(only.bytes, only.codec, into, codec);
    return into;
  }
  sum.fill(0);
  for (let number = 0; number < count; number += 1) {
    const { bytes, codec: law } = frames[number]!;
    const table = toLinear[law];
    for (let at = 0; at < frameSamples; at += 1) sum[at] = sum[at]! + table[bytes[at]!]!;
  }
  const table = fromLinear[codec];
  for (let at = 0; at < frameSamples; at += 1) {
    const sample = sum[at]!;
    into[at] = table[(sample > 32_767 ? 32_767 : sample < -32_768 ? -32_768 : sample) + 32_768]!;
  }
  return into;
}
