import type { ScenarioFile } from "../scenario-file/shape.ts";
import type { Days, ReadLog, SeenCall, SeenClass } from "./seen.ts";

const classes: readonly SeenClass[] = ["real", "information", "prank", "ghost"];
const origins = ["new", "good", "abuser", "anonymous"] as const;
/** So few say nothing about a mean; the ordinary value stands. */
const enough = 20;
const day = 86_400_000;

/** A scenario file from calls: rates, shares, means. Nothing in it belongs to one caller. */
export function fileOf(name: string, calls: readonly SeenCall[], operators: number[], days: Days): ReadLog {
  const firsts = calls.filter(({ first }) => first);
  const classified = firsts.filter((call) => call.class !== null);
  if (!classified.some((call) => call.class === "real")) {
    return {
      ok: false,
      sentence: "The record of these days holds no call classified as an emergency: nothing to measure.",
    };
  }
  const patience = patienceOf(calls);
  const callers = classes.flatMap((seen) => {
    const own = classified.filter((call) => call.class === seen);
    if (own.length === 0) return [];
    // What nobody classified is taken to be like the rest.
    const share = own.length / classified.length;
    return [{ class: seen, perHour: ratesOf(firsts, share, days), origins: originsOf(own) }];
  });
  const labelled = classified.filter(({ class: seen, origin }) => isNuisance(seen) && origin === "abuser");
  const file: ScenarioFile = {
    name,
    operators,
    warmUpMinutes: 60,
    measuredHours: 120,
    nuisanceLabelsPerDay: rounded(labelled.length / ((days.to - days.from) / day)),
    callers,
    classes: Object.fromEntries(callers.map(({ class: seen }) => [seen, { ...serviceOf(calls, seen), ...patience }])),
  };
  return { ok: true, file };
}

const isNuisance = (seen: SeenClass | null): boolean => seen === "prank" || seen === "ghost";
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function ratesOf(firsts: readonly SeenCall[], share: number, { from, to }: Days): number[] {
  const counts = Array.from({ length: 24 }, () => 0);
  for (const { hour } of firsts) counts[hour]! += 1;
  return counts.map((count) => rounded((count * share) / ((to - from) / day)));
}

/** Shares in whole percent; what rounding leaves goes to new numbers. */
function originsOf(calls: readonly SeenCall[]): Record<(typeof origins)[number], number> {
  const percent = (origin: string): number =>
    Math.floor((100 * calls.filter((call) => call.origin === origin).length) / calls.length);
  const [good, abuser, anonymous] = [percent("good"), percent("abuser"), percent("anonymous")];
  return {
    new: (100 - good - abuser - anonymous) / 100,
    good: good / 100,
    abuser: abuser / 100,
    anonymous: anonymous / 100,
  };
}

function serviceOf(calls: readonly SeenCall[], seen: SeenClass) {
  const times = calls.flatMap((call) => (call.class === seen && call.talked !== null ? [call.talked / 1000] : []));
  if (times.length < enough) return {};
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1);
  const cv = Math.min(3, Math.max(0.1, Math.sqrt(variance) / Math.max(mean, 1e-9)));
  return { service: { mean: Math.max(1, Math.round(mean)), cv: Math.round(cv * 100) / 100 } };
}

/** Whoever was answered would have waited longer: all waiting time over those who gave up (exponential, censored). */
function patienceOf(calls: readonly SeenCall[]) {
  const gaveUp = calls.filter((call) => call.gaveUp).length;
  if (gaveUp < enough) return {};
  const waited = calls.reduce((sum, call) => sum + call.waited, 0) / 1000;
  return { patience: { mean: Math.max(1, Math.round(waited / gaveUp)), cv: 1 } };
}
