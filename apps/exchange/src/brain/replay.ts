import { type CentreState, emptyCentre, failOpenPolicy, type Policy, restoreCentre, takeOver } from "@siaga/core";
import type { JournalEntry } from "./exchange-journal.ts";
import { type Seen, seenAt } from "./brain.ts";
import { type LateWord, nothingLate, ownStep } from "./own-step.ts";

/** What an exchange that died during a fail-open had decided, and where it stood. */
export type Inherited = { readonly state: CentreState; readonly late: LateWord };

/**
 * Steps a journal again; null when it is empty. The core is deterministic, so the same events come out.
 * Calls still open then have lost their legs with the process: `lostCalls` says so.
 */
export function replayJournal(
  entries: readonly JournalEntry[],
  cityPolicy: Policy,
  isTestLine: (line: string) => boolean,
): Inherited | null {
  if (entries.length === 0) return null;
  // A later `standing` only repeats where the earlier entries lead.
  const standing = entries.find((entry) => entry.kind === "standing");
  const state = standing ? restoreCentre(standing.state, standing.policy) : emptyCentre(failOpenPolicy(cityPolicy));
  const late = nothingLate();
  for (const entry of inOrder(entries)) {
    if (entry.kind === "seen") ownStep(state, entry.seen, isTestLine, late);
    if (entry.kind === "took-over") late.facts.push(...takeOver(state, entry.at).events);
  }
  return { state, late };
}

/** Calls journalled before the fail-open began were told again after it: each is stepped once, from the standing state. */
function inOrder(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const began = entries.findIndex((entry) => entry.kind === "standing");
  if (began <= 0) return entries;
  const after = entries.slice(began);
  const again = new Set(after.map(arrivalOf));
  return [...entries.slice(0, began).filter((entry) => !again.has(arrivalOf(entry))), ...after];
}

const arrivalOf = (entry: JournalEntry): string | null => {
  if (entry.kind !== "seen") return null;
  const { input } = entry.seen;
  return input.type === "call.arrived" || input.type === "call.congested" ? input.call : null;
};

/** Each call still open in the inherited state has no leg any more: our fault, said as such. */
export function lostCalls(state: CentreState, at: number): readonly Seen[] {
  return [...state.calls.values()]
    .filter((call) => call.state !== "ended")
    .map((call) => seenAt(at, { type: "call.lost", call: call.id }));
}
