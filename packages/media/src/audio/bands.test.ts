import assert from "node:assert/strict";
import { test } from "node:test";
import { bandCount, bandPowers } from "./bands.ts";
import { encode, frameSamples, type Codec } from "./g711.ts";

const powersOf = (hertz: number, peak: number, codec: Codec): number[] => {
  const sine = Int16Array.from({ length: frameSamples }, (_, at) => peak * Math.sin((2 * Math.PI * hertz * at) / 8000));
  const powers = new Float32Array(bandCount);
  bandPowers({ bytes: encode(sine, codec), codec }, powers);
  return [...powers];
};
const decibels = (power: number): number => 10 * Math.log10(power);

test("a tone's power stands in the band of its pitch, in both laws", () => {
  for (const codec of ["PCMA", "PCMU"] as const)
    for (let band = 0; band < bandCount; band += 1) {
      const powers = powersOf(350 + 200 * band, 32_000, codec);
      assert.equal(powers.indexOf(Math.max(...powers)), band);
      assert.ok(Math.abs(decibels(powers[band]!)) < 2.5, `${codec}, band ${band}: ${decibels(powers[band]!)} dB`);
      for (const [other, power] of powers.entries())
        if (Math.abs(other - band) > 1) assert.ok(decibels(power) < -30, `${codec}, ${band} in ${other}`);
    }
});

test("a tenth of the loudness is a hundredth of the power", () => {
  const [loud, faint] = [powersOf(1000, 30_000, "PCMA"), powersOf(1000, 3000, "PCMA")];
  assert.ok(Math.abs(decibels(loud[3]! / faint[3]!) - 20) < 0.5);
});
