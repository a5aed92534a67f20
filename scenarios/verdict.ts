import type { CentreEvent, EventType, Ledger } from "@siaga/core";
import type { Story } from "./story.ts";

/** What a player found wrong, as sentences; empty when the story was told as written. */
export type Failures = string[];

/** Compares the log of one played story with what it says must be in it. `calls` maps callers to call ids. */
export function judgeLog(story: Story, calls: ReadonlyMap<string, string>, log: readonly CentreEvent[]): Failures {
  return Object.entries(story.log).flatMap(([caller, expected]) => {
    const concerning = log.filter((event) => callOf(event) === calls.get(caller)).map(({ type }) => type);
    const missing = firstMissing(expected, concerning);
    return missing === null ? [] : [`${caller}: "${missing}" did not happen in its order (${concerning.join(", ")})`];
  });
}

const callOf = (event: CentreEvent): string | null =>
  "callback" in event ? event.callback : "call" in event ? event.call : null;

function firstMissing(expected: readonly EventType[], happened: readonly EventType[]): EventType | null {
  let from = 0;
  for (const type of expected) {
    const place = happened.indexOf(type, from);
    if (place < 0) return type;
    from = place + 1;
  }
  return null;
}

/** Compares a ledger with the one the story ends with. */
export function judgeLedger(story: Story, ledger: Pick<Ledger, "incoming" | "open" | "outcomes">): Failures {
  const { incoming, open, outcomes } = story.ledger;
  const failures: Failures = [];
  if (ledger.incoming !== incoming) failures.push(`incoming is ${ledger.incoming}, not ${incoming}`);
  if (ledger.open !== open) failures.push(`open is ${ledger.open}, not ${open}`);
  for (const [outcome, count] of Object.entries(ledger.outcomes)) {
    const expected = outcomes[outcome as keyof typeof outcomes] ?? 0;
    if (count !== expected) failures.push(`${outcome} is ${count}, not ${expected}`);
  }
  return failures;
}
