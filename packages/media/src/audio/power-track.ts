import { bandCount, bandPowers } from "./bands.ts";
import type { Frame } from "./mix.ts";
import { ownMemory, type SoundMemory } from "./sound-memory.ts";

/** Stands for the power of what never came. */
export const missing = -1;

/** Codes an octave of power is cut into: steps of 0.4 dB. */
const fine = 8;
const loudestCode = 254;
const missingCode = 255;
/** Full scale (1) has this code, so that 3 dB more still have one; code 0 is silence, below −91 dB. */
const fullScale = 246;

const powerOf = Float32Array.from({ length: 256 }, (_, code) =>
  code === 0 ? 0 : code === missingCode ? missing : 2 ** ((code - fullScale) / fine),
);

const rootOf = Float64Array.from(powerOf, (power) => (power === missing ? missing : Math.sqrt(power)));

/** Powers of a call's last frames, a byte each: every caller who waits has such a track. */
export class PowerTrack {
  readonly #codes: Uint8Array;

  constructor(length: number, memory: SoundMemory = ownMemory) {
    this.#codes = memory.bytes(length);
  }

  /** The power kept at a place (1 is full scale), `missing` where nothing came. */
  at(place: number): number {
    return powerOf[this.#codes[place]!]!;
  }

  /** Lays a whole other track down at a place. */
  lay(place: number, track: PowerTrack): void {
    this.#codes.set(track.#codes, place);
  }

  /** Notes at so many places that nothing came. */
  miss(place: number, count: number): void {
    this.#codes.fill(missingCode, place, place + count);
  }

  /** The square root of `at`, `missing` where nothing came. */
  rootAt(place: number): number {
    return rootOf[this.#codes[place]!]!;
  }

  /** The most power at `count` places that lie `step` apart, going round; of places where something came. */
  most(place: number, count: number, step: number): number {
    const codes = this.#codes;
    let loudest = 0;
    for (let left = count, at = place; left > 0; left -= 1) {
      if (codes[at]! > loudest) loudest = codes[at]!;
      at += step;
      if (at >= codes.length) at -= codes.length;
    }
    return powerOf[loudest]!;
  }

  put(place: number, power: number): void {
    if (power === missing) this.#codes[place] = missingCode;
    else
      this.#codes[place] =
        power <= 0 ? 0 : Math.max(0, Math.min(loudestCode, fullScale + Math.round(fine * Math.log2(power))));
  }
}

const powers = new Float32Array(bandCount);

/** The powers by band of 20 ms. */
export function powersOf(frame: Frame): PowerTrack {
  const track = new PowerTrack(bandCount);
  bandPowers(frame, powers);
  for (let band = 0; band < bandCount; band += 1) track.put(band, powers[band]!);
  return track;
}
