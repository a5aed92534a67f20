import { triageDefaults } from "@siaga/core";
import { openAgenda } from "../agenda.ts";
import { streamOf } from "../chance/stream.ts";
import { arrivals } from "../population/arrivals.ts";
import { call, type Fate } from "../population/caller.ts";
import { openDisaster } from "../population/disaster.ts";
import type { Person } from "../population/arrivals.ts";
import { classes } from "../population/classes.ts";
import { openNumbers, type Origin } from "../population/numbers.ts";
import type { Scenario } from "../population/scenario.ts";
import { openRoom, roomPolicy } from "../room/room.ts";
import { blocks, type PolicyRow, told } from "./policies.ts";

/** What one run of a scenario gave. Counts of persons in need whose first call fell into the measured time. */
export type Replication = {
  readonly needs: number;
  readonly within: { readonly 0: number; readonly 10: number; readonly 20: number; readonly 60: number };
  readonly lost: number;
  readonly refused: number;
  readonly byOrigin: Readonly<Record<Origin, OriginCounts>>;
  /** Who called about the disaster itself, and how many of them were answered or content with the bulletin. */
  readonly reporters: { readonly people: number; readonly served: number };
  /** Operator minutes an hour with nuisance, and share of operator time in use. */
  readonly nuisanceMinutes: number;
  readonly occupancy: number;
};
export type OriginCounts = {
  readonly needs: number;
  readonly p10: number;
  readonly p60: number;
  readonly lost: number;
};

/** Plays one scenario under one policy. The seed alone decides who calls, when and how. */
export function replicate(scenario: Scenario, row: PolicyRow, seed: number): Replication {
  const agenda = openAgenda(0);
  const now = (): number => agenda.now;
  const numbers = openNumbers(streamOf(seed, 11), triageDefaults);
  const people = arrivals(scenario, seed, numbers);
  const pickUp = scenario.pickUp * 1000;
  const classOf = (person: Person) => scenario.classes?.[person.class] ?? classes[person.class];
  const room = openRoom({ agenda, policy: roomPolicy(row.triage), operators: scenario.operators, pickUp });
  const world = {
    seed,
    agenda,
    room,
    numbers,
    channels: { used: 0, most: scenario.channels },
    pickUp,
    blocks: blocks(row, numbers, now),
    told: told(row, numbers, now),
    classOf,
    disaster: openDisaster(agenda, room),
    parks: row.parks,
  };
  const fates = people.map((person) => call(person, world));
  const [from, until] = [scenario.warmUp * 1000, (scenario.warmUp + scenario.measured) * 1000];
  agenda.run(from);
  const before = { busy: room.busy(), nuisance: nuisanceTime(fates) };
  agenda.run(until);
  const [busy, nuisance] = [room.busy() - before.busy, nuisanceTime(fates) - before.nuisance];
  agenda.run(until + scenario.drain * 1000);
  const measured = fates.filter(({ person }) => person.at >= from && person.at < until && classOf(person).inNeed);
  const hours = scenario.measured / 3600;
  // In a disaster those who call about something else are measured, and the others beside them.
  const reporters = measured.filter(({ person }) => person.class === "disaster");
  return {
    ...countsOf(measured.filter(({ person }) => person.class !== "disaster")),
    reporters: {
      people: reporters.length,
      served: reporters.filter(({ answeredAt, content }) => content || answeredAt !== null).length,
    },
    nuisanceMinutes: nuisance / 60_000 / hours,
    occupancy: busy / (scenario.operators * scenario.measured * 1000),
  };
}

const nuisanceTime = (fates: readonly Fate[]): number =>
  fates.reduce((sum, { person, talked }) => sum + (classes[person.class].nuisance ? talked : 0), 0);

const answeredWithin = (fates: readonly Fate[], seconds: number): number =>
  fates.filter(({ answeredAt, person }) => answeredAt !== null && answeredAt - person.at <= seconds * 1000).length;

function countsOf(fates: readonly Fate[]) {
  const of = (origin: Origin): OriginCounts => {
    const some = fates.filter(({ person }) => person.origin === origin);
    const lost = some.filter(({ answeredAt }) => answeredAt === null).length;
    return { needs: some.length, p10: answeredWithin(some, 10), p60: answeredWithin(some, 60), lost };
  };
  return {
    needs: fates.length,
    within: {
      0: answeredWithin(fates, 0),
      10: answeredWithin(fates, 10),
      20: answeredWithin(fates, 20),
      60: answeredWithin(fates, 60),
    },
    lost: fates.filter(({ answeredAt }) => answeredAt === null).length,
    refused: fates.filter(({ refusals }) => refusals > 0).length,
    byOrigin: { new: of("new"), good: of("good"), abuser: of("abuser"), anonymous: of("anonymous") },
  };
}
