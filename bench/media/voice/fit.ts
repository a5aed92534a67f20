/**
 * Finds the weights of the voice detector from the fitting half of the labelled set and writes them where the detector reads
 * them: `node bench/media/voice/fit.ts`. Same seed, same weights. `npm run bench:media -- --only voice` measures them with the
 * other half. Needs espeak-ng and sox.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { voiceFeatures, VoiceWindow } from "@siaga/media/instrument";
import { answeringCalls, speechlessCalls } from "./asked-calls.ts";
import { chanceFrom } from "./chance.ts";
import { losses, windowsOf } from "./asked-windows.ts";
import { labelledSet } from "./set.ts";

type Example = { readonly figures: readonly number[]; readonly voice: boolean };

const units = 8;
const rounds = 20;
/** Asked calls of each kind and echo. */
const asked = 216;
const mostUnusual = 4;

function examples(): Example[] {
  const figures = new Float64Array(voiceFeatures.length);
  return labelledSet("fit").flatMap(({ bytes, voice }) => {
    const window = new VoiceWindow();
    return voice.flatMap((label, judgement) => {
      for (let frame = 0; frame < 10; frame += 1) {
        const from = (judgement * 10 + frame) * 160;
        window.add(bytes.subarray(from, from + 160), "PCMA");
      }
      return label !== null && window.measure(figures) ? [{ figures: [...figures], voice: label }] : [];
    });
  });
}

/** The same within calls in which a question sounds and may come back. */
function askedExamples(): Example[] {
  return losses.flatMap((loss) =>
    [...answeringCalls("fit", 1500, loss, asked), ...speechlessCalls("fit", 1500, loss, asked)].flatMap(windowsOf),
  );
}

const given = [...examples(), ...askedExamples()];
const mean = (of: readonly number[]): number => of.reduce((total, each) => total + each, 0) / of.length;
const means = voiceFeatures.map((_, at) => mean(given.map(({ figures }) => figures[at]!)));
const spreads = voiceFeatures.map((_, at) =>
  Math.sqrt(mean(given.map(({ figures }) => (figures[at]! - means[at]!) ** 2))),
);
const usual = given.map(({ figures, voice }) => ({
  voice,
  figures: figures.map((each, at) => Math.max(-mostUnusual, Math.min(mostUnusual, (each - means[at]!) / spreads[at]!))),
}));

const chance = chanceFrom(7);
const any = (): number => chance() - 0.5;
const hidden = Array.from({ length: units }, () => Array.from({ length: voiceFeatures.length + 1 }, any));
const output = Array.from({ length: units + 1 }, any);
const voices = given.filter(({ voice }) => voice).length;
/** Voices are fewer than the rest: each counts for more. */
const weight = (given.length - voices) / voices;

function learn({ figures, voice }: (typeof usual)[number], rate: number): void {
  const excited = hidden.map((weights) =>
    Math.tanh(weights.reduce((total, each, at) => total + each * (figures[at] ?? 1), 0)),
  );
  const odds = output.reduce((total, each, unit) => total + each * (excited[unit] ?? 1), 0);
  const wrong = (1 / (1 + Math.exp(-odds)) - (voice ? 1 : 0)) * (voice ? weight : 1) * rate;
  for (const [unit, weights] of hidden.entries()) {
    const share = wrong * output[unit]! * (1 - excited[unit]! ** 2);
    output[unit]! -= wrong * excited[unit]!;
    for (let at = 0; at < weights.length; at += 1) weights[at]! -= share * (figures[at] ?? 1);
  }
  output[units]! -= wrong;
}

let rate = 0.02;
for (let round = 0; round < rounds; round += 1) {
  for (let count = 0; count < usual.length; count += 1) learn(usual[Math.floor(chance() * usual.length)]!, rate);
  rate *= 0.9;
}

const list = (figures: readonly number[]): string =>
  `[${figures.map((each) => Number(each.toPrecision(4))).join(", ")}]`;
const source = `// oxlint-disable oxc/approx-constant
/** Written by bench/media/voice/fit.ts from ${given.length} labelled windows; order of the figures as in voice-window.ts. */
export const fitted = {
  means: ${list(means)},
  spreads: ${list(spreads)},
  /** One row a unit; the last of each is its own. */
  hidden: [${hidden.map(list).join(",\n")}],
  output: ${list(output)},
  /** Log-odds from which on a second counts as voice: few calls with an echo and noise reach it (adr/0009). */
  threshold: 2,
} as const;
`;
writeFileSync(resolve(import.meta.dirname, "../../../packages/media/src/audio/voice-weights.ts"), source);
console.log(`${given.length} windows, ${voices} of them voice.`);
