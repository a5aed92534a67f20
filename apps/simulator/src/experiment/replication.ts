import { changed } from "./policy-changes.ts";
import { triageDefaults } from "@siaga/core";
import { openAgenda } from "../agenda.ts";
import { streamOf } from "../chance/stream.ts";
import { arrivals, type Person } from "../population/arrivals.ts";
import { call, type Fate } from "../population/caller.ts";
import { classes } from "../population/classes.ts";
import { openDisaster } from "../population/disaster.ts";
import { openNumbers, type Origin } from "../population/numbers.ts";
import type { Scenario } from "../population/scenario.ts";
import { openRoom, roomPolicy } from "../room/room.ts";
import { shiftsOf } from "../room/shifts.ts";
import { blocks, type PolicyRow, told } from "./policies.ts";

/** What one run of a scenario gave. */
export type Replication = {
  /** Persons in need whose first call fell into the measured time, in order of that call. */
  readonly needs: readonly Need[];
  /** Who called about the disaster itself, and how many of them were answered or content with the bulletin. */
  readonly reporters: { readonly people: number; readonly served: number };
  /** Operator minutes an hour with nuisance, and share of operator time in use. */
  readonly nuisanceMinutes: number;
  readonly occupancy: number;
  /** Calls of anybody, on a channel, that the house ended. */
  readonly endedByHouse: number;
};

/** One person in need of help. */
export type Need = {
  readonly origin: Origin;
  /** ms from the first call until an operator spoke, over all redials; null: never. */
  readonly waited: number | null;
  /** Met a busy tone, a block or the end of a waiting call by the system at least once. */
  readonly refused: boolean;
};

/** Plays one scenario under one policy. The seed alone decides who calls, when and how. */
export function replicate(scenario: Scenario, played: PolicyRow, seed: number): Replication {
  const agenda = openAgenda(0);
  const now = (): number => agenda.now;
  const row = inForce(played, scenario);
  const numbers = openNumbers(streamOf(seed, 11), scenario.poolLabelsPerDay, triageDefaults);
  const people = arrivals(scenario, seed, numbers);
  const pickUp = scenario.pickUp * 1000;
  const classOf = (person: Person) => scenario.classes?.[person.class] ?? classes[person.class];
  const room = openRoom({ agenda, policy: roomPolicy(row.triage), shifts: shiftsOf(scenario), pickUp });
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
    glances: row.glances,
    menu: row.menu,
    sheds: row.sheds,
  };
  const fates = people.map((person) => call(person, world));
  const nuisanceTime = (): number =>
    fates.reduce((sum, { person, talked }) => sum + (classOf(person).nuisance ? talked : 0), 0);
  const [from, until] = [scenario.warmUp * 1000, (scenario.warmUp + scenario.measured) * 1000];
  agenda.run(from);
  const before = { ...room.time(), nuisance: nuisanceTime() };
  agenda.run(until);
  const { busy, staffed } = room.time();
  const nuisance = nuisanceTime() - before.nuisance;
  agenda.run(until + scenario.drain * 1000);
  const measured = fates.filter(({ person }) => person.at >= from && person.at < until && classOf(person).inNeed);
  // In a disaster those who call about something else are measured, and the others beside them.
  const reporters = measured.filter(({ person }) => person.class === "disaster");
  return {
    needs: measured
      .filter(({ person }) => person.class !== "disaster")
      .sort((one, other) => one.person.at - other.person.at)
      .map(needOf),
    reporters: {
      people: reporters.length,
      served: reporters.filter(({ answeredAt, content }) => content || answeredAt !== null).length,
    },
    nuisanceMinutes: nuisance / 60_000 / (scenario.measured / 3600),
    endedByHouse: room.endedByHouse(),
    occupancy: (busy - before.busy) / Math.max(1, staffed - before.staffed),
  };
}

/** The row as a city that tries something else has it: only the product's own policy can be changed. */
const inForce = (row: PolicyRow, { policy }: Scenario): PolicyRow =>
  policy === undefined || !row.product || row.triage === null ? row : { ...row, triage: changed(row.triage, policy) };

const needOf = ({ person, answeredAt, refusals }: Fate): Need => ({
  origin: person.origin,
  waited: answeredAt === null ? null : answeredAt - person.at,
  refused: refusals > 0,
});
