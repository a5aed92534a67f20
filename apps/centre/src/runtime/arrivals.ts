import type { Report } from "@siaga/contracts/exchange-link";
import type { Caller, CallerHistory, Input, PersonalId } from "@siaga/core";
import type { CallerHistories, CallerMemory } from "@siaga/postgres";
import type { Session } from "../link/exchange-link.ts";
import type { Clock, TestNumbers } from "../ports.ts";
import type { InputLetter } from "./mailbox.ts";
import { lookupLimit, type Numbers, type OwedNumber } from "./numbers.ts";
import { within } from "./within.ts";

/** What is asked about a caller before the core meets the call. */
export type CallerSources = {
  readonly numbers: Numbers;
  readonly histories: CallerHistories;
  /** How long what a number did is remembered, by the policy in force. */
  readonly memory: () => CallerMemory;
  readonly testNumbers: TestNumbers;
  readonly clock: Clock;
  /** Lines marked *uji*. */
  readonly isTestLine: (line: string) => boolean;
  readonly recordAway: () => boolean;
  /** Tells the screens' words a number just presented. */
  readonly presented: (id: PersonalId, number: string) => void;
};

/** The exchange's reports, in their order, each arrival completed with who is calling. */
export interface Arrivals {
  take(report: Report, session: Session): void;
}

type Reported = Report & { readonly session: Session };
type Arrived = Extract<Input, { type: "call.arrived" | "call.congested" }>;
const isArrival = (input: Input): input is Arrived => input.type === "call.arrived" || input.type === "call.congested";

/**
 * One lookup at a time for all arrivals gathered meanwhile; every report behind an arrival waits with it, so the order
 * stays the exchange's. Bounded by 150 ms for ids and 150 ms for histories, whatever the record does.
 */
export function openArrivals(sources: CallerSources, forward: (letter: InputLetter) => void): Arrivals {
  let waiting: Reported[] = [];
  let looking = false;

  const look = async (): Promise<void> => {
    while (waiting.length > 0) {
      const reports = waiting;
      waiting = [];
      for (const letter of await completed(reports, sources)) forward(letter);
    }
    looking = false;
  };
  return {
    take(report, session) {
      const reported = { ...report, session };
      if (!looking && !isArrival(report.input)) return forward(letterOf(reported, report.input));
      waiting.push(reported);
      if (looking) return;
      looking = true;
      setImmediate(() => void look());
    },
  };
}

const letterOf = ({ at, n, session }: Reported, input: Input): InputLetter => ({
  kind: "input",
  input,
  seen: at,
  report: { n, session },
});

async function completed(reports: readonly Reported[], sources: CallerSources): Promise<InputLetter[]> {
  const numbers = reports.flatMap(({ input, presented }) => (isArrival(input) && presented?.number) || []);
  const { ids, owed } = await sources.numbers.resolve(numbers);
  const histories = await historiesOf([...new Set(ids.values())], owed, sources);
  const owedById = new Map(owed.map((one) => [one.id, one]));
  return reports.map((report) => {
    const { input, presented } = report;
    if (!isArrival(input)) return letterOf(report, input);
    const id = presented?.number ? ids.get(presented.number) : undefined;
    if (id !== undefined && presented?.number) sources.presented(id, presented.number);
    const letter = letterOf(report, {
      ...input,
      caller: callerOf(id),
      history: (id !== undefined && histories.get(id)) || null,
      test: sources.isTestLine(input.line) || (id !== undefined && sources.testNumbers.has(id)),
    });
    const unknown = id === undefined ? undefined : owedById.get(id);
    return unknown === undefined ? letter : { ...letter, owed: unknown };
  });
}

/** Callers known only here have no history the record could tell. */
async function historiesOf(
  ids: readonly PersonalId[],
  owed: readonly OwedNumber[],
  { histories, memory, clock, recordAway }: CallerSources,
): Promise<ReadonlyMap<PersonalId, CallerHistory>> {
  const drawn = new Set(owed.map(({ id }) => id));
  const asked = ids.filter((id) => !drawn.has(id));
  if (asked.length === 0 || recordAway()) return new Map();
  return (await within(lookupLimit, histories.ofMany(asked, clock.now(), memory()))) ?? new Map();
}

/** A withheld number is nobody's: never shared, never restricted. */
export const callerOf = (id: PersonalId | undefined): Caller =>
  id === undefined ? { kind: "withheld" } : { kind: "number", id };
