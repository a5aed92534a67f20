import { frameSamples, toLinear, type Codec } from "./g711.ts";

const squares = Object.fromEntries(
  Object.entries(toLinear).map(([codec, table]) => [codec, Float64Array.from(table, (sample) => sample * sample)]),
) as Readonly<Record<Codec, Float64Array>>;

/** Never quieter than this counts as sound: about -46 dBFS. */
const leastEnergy = 165 * 165;
/** Sound stands this far above the line's own noise: 10 dB. */
const aboveNoise = 10;
/** Frames of 20 ms: 60 ms of sound begin it, 600 ms of quiet end it. */
const framesToBegin = 3;
const framesToEnd = 30;

/**
 * Tells sound from quiet by energy with hangover. Its limits: a tone, music or a noisy street is "speech" to it, and a
 * whisper under the noise is not. It may inform; it may never end, refuse or put back a call.
 */
export class VoiceActivity {
  speaking = false;
  #noise = leastEnergy;
  #run = 0;

  /** Takes the next 20 ms (null: nothing was heard). True when `speaking` changed. */
  hear(bytes: Uint8Array | null, codec: Codec): boolean {
    const energy = bytes === null ? 0 : energyOf(bytes, squares[codec]);
    const sound = energy > Math.max(leastEnergy, this.#noise * aboveNoise);
    // The floor follows quiet quickly and sound slowly, so that a steady hum becomes noise after some seconds.
    if (energy > 0) this.#noise += (energy - this.#noise) * (energy < this.#noise ? 0.1 : 0.0005);
    this.#run = sound === this.speaking ? 0 : this.#run + 1;
    if (this.#run < (this.speaking ? framesToEnd : framesToBegin)) return false;
    this.speaking = sound;
    this.#run = 0;
    return true;
  }

  /** Nothing is listened to any more. True when `speaking` changed. */
  quieten(): boolean {
    const spoke = this.speaking;
    this.speaking = false;
    this.#run = 0;
    return spoke;
  }
}

function energyOf(bytes: Uint8Array, table: Float64Array): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 1) total += table[bytes[at]!]!;
  return total / frameSamples;
}
