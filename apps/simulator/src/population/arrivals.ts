import { streamOf } from "../chance/stream.ts";
import type { ClassName } from "./classes.ts";
import type { NumberName, Numbers, Origin } from "./numbers.ts";
import type { Redialling, Scenario, Source } from "./scenario.ts";

/** Somebody takes up the telephone for the first time, at `at` (ms). */
export type Person = {
  readonly key: number;
  readonly class: ClassName;
  readonly origin: Origin;
  readonly number: NumberName;
  readonly at: number;
  /** Goes away at this instant (ms): a group that stops. */
  readonly until: number;
};

/** Everybody who will call, in no order. The same for every policy: nothing here knows who answers. */
export function arrivals(scenario: Scenario, seed: number, numbers: Numbers): Person[] {
  const end = 1000 * (scenario.warmUp + scenario.measured + scenario.drain);
  const people: Person[] = [];
  for (const [place, source] of scenario.sources.entries()) {
    comeByChance(scenario, source, place, seed, end, numbers, people);
  }
  for (const [place, redialling] of scenario.redialling.entries()) {
    redial(redialling, 500 + place, seed, end, numbers, people);
  }
  return people;
}

function comeByChance(
  scenario: Scenario,
  source: Source,
  place: number,
  seed: number,
  end: number,
  numbers: Numbers,
  into: Person[],
): void {
  const chance = streamOf(seed, 1000 + place);
  const most = source.hours === undefined ? 1 : Math.max(...source.hours);
  const mean = 3_600_000 / (source.perHour * most);
  const from = (source.burst?.from ?? 0) * 1000;
  for (let at = from + chance.exponential(mean); at < end; at += chance.exponential(mean)) {
    // Thinning: a stream whose rate changes is an even one of which some are left out.
    if (!chance.happens(weightAt(source, at, scenario.startsAt ?? 0) / most)) continue;
    const origin = originOf(source.origins, chance.unit());
    into.push({
      key: place * 1_000_000 + into.length,
      class: source.class,
      origin,
      number: numbers.pick(origin, chance),
      at,
      until: Number.POSITIVE_INFINITY,
    });
  }
}

function weightAt({ hours, burst }: Source, at: number, startsAt: number): number {
  if (burst !== undefined) return Math.exp(-(at / 1000 - burst.from) / burst.decay);
  return hours === undefined ? 1 : hours[Math.floor(startsAt + at / 3_600_000) % 24]!;
}

function originOf(origins: Source["origins"], drawn: number): Origin {
  let sum = 0;
  const entries = Object.entries(origins) as [Origin, number][];
  for (const [origin, share] of entries) if (drawn < (sum += share)) return origin;
  return entries.at(-1)![0];
}

function redial(told: Redialling, place: number, seed: number, end: number, numbers: Numbers, into: Person[]): void {
  const chance = streamOf(seed, 1000 + place);
  const phone = (at: number, until: number, origin: Origin): void => {
    const number = numbers.pick(origin, chance);
    into.push({ key: place * 1_000_000 + into.length, class: "redialler", origin, number, at, until });
  };
  if (told.kind === "always") {
    for (let left = told.phones; left > 0; left -= 1)
      phone(chance.exponential(10_000), Number.POSITIVE_INFINITY, "new");
    return;
  }
  const mean = 3_600_000 / told.perHour;
  for (let at = chance.exponential(mean); at < end; at += chance.exponential(mean)) {
    const until = at + chance.exponential(told.active * 1000);
    for (let left = 1 + Math.floor(chance.unit() * told.most); left > 0; left -= 1) {
      phone(at + chance.exponential(5_000), until, chance.happens(told.known) ? "abuser" : "new");
    }
  }
}
