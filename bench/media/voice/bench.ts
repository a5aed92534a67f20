/** How well the voice detector tells a voice from what is none, judgement by judgement, on the half of the set it was not fitted with. */
import { fitted, VoiceActivity } from "@siaga/media/instrument";
import { measureAnswers } from "./answers.ts";
import { labelledSet, type Clip } from "./set.ts";

type Judged = Pick<Clip, "kind" | "snr" | "level"> & { readonly voice: boolean; readonly score: number };

/** Score of every labelled window of a second, five a second. */
function listen(clips: readonly Clip[]): { readonly windows: Judged[]; readonly microwindows: number } {
  const began = process.cpuUsage();
  let frames = 0;
  const windows = clips.flatMap(({ bytes, voice, ...clip }) => {
    const activity = new VoiceActivity();
    return voice.flatMap((label, judgement) => {
      for (let frame = 0; frame < 10; frame += 1) {
        const from = (judgement * 10 + frame) * 160;
        activity.hear(bytes.subarray(from, from + 160), "PCMA");
      }
      frames += 10;
      return label === null ? [] : [{ ...clip, voice: label, score: activity.score }];
    });
  });
  const used = process.cpuUsage(began);
  return { windows, microwindows: (used.user + used.system) / frames };
}

const percent = (part: number, of: number): number => (of === 0 ? Number.NaN : Math.round((part / of) * 1000) / 10);
const above = (windows: readonly Judged[]): number =>
  percent(windows.filter(({ score }) => score > fitted.threshold).length, windows.length);

/** Falsely found share of the negatives for each share of the positives found: the receiver operating characteristic. */
function characteristic(voices: readonly Judged[], others: readonly Judged[]): { found: number; false: number }[] {
  const scores = voices.map(({ score }) => score).sort((a, b) => b - a);
  return [0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99].map((share) => {
    const threshold = scores[Math.ceil(scores.length * share) - 1]!;
    return {
      found: share * 100,
      false: percent(others.filter(({ score }) => score >= threshold).length, others.length),
    };
  });
}

/** Prints the tables and returns them for the JSON report. */
export function measureVoice(): Record<string, unknown> {
  const { windows, microwindows } = listen(labelledSet("proof"));
  const noiseOf = (kind: string): string => kind.replace(/^(noise:|speech\+)/, "");
  const isNoise = ({ kind, level }: Judged): boolean => kind.startsWith("noise:") && level === -30;
  const names = [...new Set(windows.filter(({ kind }) => kind.startsWith("noise:")).map(({ kind }) => noiseOf(kind)))];
  const byNoise = names.map((noise) => {
    const row: Record<string, string | number> = { noise };
    for (const snr of [20, 10, 5, 0])
      row[`found at ${snr} dB`] = above(
        windows.filter((each) => each.kind === `speech+${noise}` && each.snr === snr && each.voice),
      );
    row["false"] = above(windows.filter(({ kind }) => kind === `noise:${noise}`));
    return row;
  });
  const rest = [...new Set(windows.map(({ kind }) => kind))].filter((kind) => /^(tone:|silence)/.test(kind));
  const byTone = rest.map((kind) => ({
    kind,
    false: above(windows.filter((each) => each.kind === kind)),
  }));
  const clean = above(windows.filter(({ kind, voice }) => kind === "speech" && voice));
  const at10 = windows.filter(({ snr, voice, kind }) => snr === 10 && voice && kind !== "speech+babble");
  const noise10 = windows.filter((each) => isNoise(each) && each.kind !== "noise:babble");
  const curve = characteristic(at10, noise10);
  const summary = {
    clean,
    foundAt10: above(at10),
    falseAt10: above(noise10),
    microwindowsPerFrame: Math.round(microwindows * 100) / 100,
  };

  console.log(`Voice detector, ${windows.length} labelled windows of 1 s, five a second (percent of them):`);
  console.table(byNoise);
  console.table(byTone);
  console.table(curve);
  console.log(
    `Clean voices found: ${clean} %. At 10 dB over noise: ${summary.foundAt10} % found, ${summary.falseAt10} % of noise false ` +
      `(background talk apart). ${summary.microwindowsPerFrame} µs a frame: ${Math.round(microwindows / 2) / 100} % of a core per call.`,
  );
  return { ...summary, byNoise, byTone, curve, answers: measureAnswers() };
}
