import { faded, nuisanceOf, type TriageParameters } from "@siaga/core";
import type { Stream } from "../chance/stream.ts";

/** Where a call comes from, as the benchmark splits its figures. */
export type Origin = "new" | "good" | "abuser" | "anonymous";
/** A telephone number by name; null: withheld. */
export type NumberName = string | null;

const day = 86_400_000;
const poolSize = 400;
const goodSize = 200;

type Past = { meant: number; silent: number; genuine: number; at: number; readonly labelledAt: number[] };
/** What an operator says a call was. */
export type Label = "nuisance" | "silent" | "genuine";

/** What every number did, fading; and the labels a hard block would count. */
export interface Numbers {
  history(name: NumberName, now: number): { readonly nuisance: number; readonly genuine: number };
  label(name: NumberName, label: Label, now: number): void;
  labelsIn(name: NumberName, now: number, span: number): number;
  /** A number of this origin; new ones are never seen again. */
  pick(origin: Origin, chance: Stream): NumberName;
}

/** Thirty days of labels on a pool of known abusers (Zipf) and a set of numbers that once reported something real. */
export function openNumbers(chance: Stream, poolLabelsPerDay: number, { memory }: TriageParameters): Numbers {
  const pasts = new Map<string, Past>();
  const shares = zipf(poolSize);
  for (const [place, share] of shares.entries())
    pasts.set(`abuser-${place}`, abuserPast(chance, poolLabelsPerDay * share, memory));
  for (let place = 0; place < goodSize; place += 1) pasts.set(`good-${place}`, goodPast(chance, memory));
  const cumulative = cumulate(shares);
  let fresh = 0;

  const now = (past: Past, at: number): Past => {
    past.meant = faded(past.meant, past.at, at, memory.nuisanceHalfLife);
    past.silent = faded(past.silent, past.at, at, memory.nuisanceHalfLife);
    past.genuine = faded(past.genuine, past.at, at, memory.genuineHalfLife);
    past.at = at;
    return past;
  };
  return {
    history(name, at) {
      const past = name === null ? undefined : pasts.get(name);
      if (past === undefined) return { nuisance: 0, genuine: 0 };
      const { meant, silent, genuine } = now(past, at);
      return { nuisance: nuisanceOf(meant, silent, memory), genuine };
    },
    label(name, label, at) {
      if (name === null) return;
      const past = now(pasts.get(name) ?? nothing(at), at);
      past[label === "nuisance" ? "meant" : label] += 1;
      if (label !== "genuine") past.labelledAt.push(at);
      pasts.set(name, past);
    },
    labelsIn(name, at, span) {
      const past = name === null ? undefined : pasts.get(name);
      return past?.labelledAt.filter((labelled) => labelled > at - span).length ?? 0;
    },
    pick(origin, drawn) {
      if (origin === "anonymous") return null;
      if (origin === "good") return `good-${Math.floor(drawn.unit() * goodSize)}`;
      if (origin === "abuser") return `abuser-${placeIn(cumulative, drawn.unit())}`;
      fresh += 1;
      return `new-${fresh}`;
    },
  };
}

const nothing = (at: number): Past => ({ meant: 0, silent: 0, genuine: 0, at, labelledAt: [] });

function zipf(size: number): number[] {
  const weights = Array.from({ length: size }, (_, place) => 1 / (place + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function cumulate(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => (sum += share));
}

function placeIn(cumulative: readonly number[], drawn: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! < drawn) low = middle + 1;
    else high = middle;
  }
  return low;
}

function abuserPast(chance: Stream, perDay: number, memory: TriageParameters["memory"]): Past {
  const past = nothing(0);
  for (let age = 29.5; age > 0; age -= 1) {
    const labels = chance.poisson(perDay);
    past.meant += labels * faded(1, 0, age * day, memory.nuisanceHalfLife);
    if (age < 1) for (let label = 0; label < labels; label += 1) past.labelledAt.push(-chance.unit() * day);
  }
  return past;
}

function goodPast(chance: Stream, memory: TriageParameters["memory"]): Past {
  let genuine = 0;
  for (let left = 1 + chance.poisson(1); left > 0; left -= 1) {
    genuine += faded(1, 0, chance.unit() * 30 * day, memory.genuineHalfLife);
  }
  return { ...nothing(0), genuine };
}
