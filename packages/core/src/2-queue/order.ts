import { triageDefaults } from "#admission";
import type { Duration, Instant, Lane } from "#kernel";
import type { Call, CentreState } from "../state.ts";
import { comesBefore } from "./priority.ts";

/** A call placed while another order was in force stands before those the lanes order. */
const unplaced = 0;
const laneOrder: Record<Lane, number> = { express: 1, claim: 2, waiting: 3 };

/**
 * Who stands before whom, as a total order that passing time does not change: recalled callers first, then lane by lane.
 * Negative when `one` comes first.
 */
export function comparePlaces(one: Call, other: Call, agesBy: Duration): number {
  // An operator has spoken to them and lost them: nobody comes before them.
  if (one.recalledAt !== other.recalledAt) return comesBefore(one, other) ? -1 : 1;
  const [a, b] = [one.place, other.place];
  const lanes = (a === null ? unplaced : laneOrder[a.lane]) - (b === null ? unplaced : laneOrder[b.lane]);
  if (lanes !== 0) return lanes;
  if (a !== null && b !== null) {
    const something = Number(isAboutElse(other)) - Number(isAboutElse(one));
    const within = something || weight(one, agesBy) - weight(other, agesBy) || a.since - b.since;
    if (within !== 0) return within;
  }
  return comesBefore(one, other) ? -1 : 1;
}

/** Said to be about something else than everybody calls about; it orders the express lane alone. */
export const isAboutElse = ({ place }: Call): boolean =>
  place?.lane === "express" && place.bulletin === "something-else";

/** Express by risk, claims by their wait; in the waiting lane waiting makes up for risk, at a rate that is the same for all. */
function weight({ place }: Call, agesBy: Duration): number {
  if (place === null || place.lane === "claim") return 0;
  return place.lane === "express" ? place.risk : place.risk + place.since / agesBy;
}

const agesByOf = ({ policy }: CentreState): Duration => (policy.triage ?? triageDefaults).agesBy;

/** Recalled, or placed while another order was in force: before the lanes. */
export const isAhead = ({ place, recalledAt }: Call): boolean => recalledAt !== null || place === null;

export const isExpress = ({ place, recalledAt }: Call): boolean => recalledAt === null && place?.lane === "express";

/** Where a call takes its place in the line: at its end, or where it is found by halves. */
export function placeInLine(call: Call, state: CentreState): number {
  const { line, calls } = state;
  const agesBy = agesByOf(state);
  const comesFirst = (place: number): boolean => {
    const other = calls.get(line[place]!);
    return other === undefined || comparePlaces(other, call, agesBy) < 0;
  };
  let [from, to] = [0, line.length];
  if (to > 0 && comesFirst(to - 1)) return to;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (comesFirst(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The whole line anew: under another policy, or from a snapshot. */
export function lineOf(state: CentreState): string[] {
  const agesBy = agesByOf(state);
  const calls = state.waiting.flatMap((id) => state.calls.get(id) ?? []);
  return calls.sort((one, other) => comparePlaces(one, other, agesBy)).map(({ id }) => id);
}

/**
 * The line in overload. Of the express lane those about something else come first, then known good callers, then those who
 * can still be answered in time, as they called; then all others; within each but the third the newest first.
 */
export function* inTimeFirst(state: CentreState, at: Instant): Generator<Call> {
  const { calls, line, waiting, wellKnown } = state;
  let place = 0;
  let next = calls.get(line[0] ?? "");
  for (; next !== undefined && isAhead(next); next = calls.get(line[++place] ?? "")) yield next;
  if (next !== undefined && isAboutElse(next))
    for (const call of newestFirst(state, waiting.length)) if (isExpress(call) && isAboutElse(call)) yield call;
  for (let known = wellKnown.length - 1; known >= 0; known -= 1) {
    const call = calls.get(wellKnown[known]!);
    if (call !== undefined && isExpress(call) && !isAboutElse(call)) yield call;
  }
  const inTime = arrivedSince(state, at - (state.policy.triage?.overload?.inTime ?? 0));
  for (let place = inTime; place < waiting.length; place += 1) {
    const call = calls.get(waiting[place]!);
    if (call !== undefined && isUnremarkable(call)) yield call;
  }
  for (const call of newestFirst(state, inTime)) if (isUnremarkable(call)) yield call;
  for (; next !== undefined; next = calls.get(line[++place] ?? "")) if (!isExpress(next)) yield next;
}

/** They reported something real before. */
export const isKnownGood = ({ place }: Call): boolean => place?.reasons.includes("genuine-before") === true;
const isUnremarkable = (call: Call): boolean => isExpress(call) && !isAboutElse(call) && !isKnownGood(call);

/** From which place in the queue on callers arrived at this instant or later; whoever was recalled stands before them all. */
function arrivedSince({ waiting, calls }: CentreState, instant: Instant): number {
  let [from, to] = [0, waiting.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const call = calls.get(waiting[middle]!);
    if (call !== undefined && call.recalledAt === null && call.arrivedAt >= instant) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The first so many waiting calls, newest first; the call id decides within one millisecond, as everywhere. */
function* newestFirst({ waiting, calls }: CentreState, many: number): Generator<Call> {
  const arrivedAt = (place: number): number | undefined => calls.get(waiting[place] ?? "")?.arrivedAt;
  for (let end = many; end > 0;) {
    let from = end - 1;
    while (from > 0 && arrivedAt(from - 1) === arrivedAt(from)) from -= 1;
    for (let place = from; place < end; place += 1) {
      const call = calls.get(waiting[place]!);
      if (call !== undefined) yield call;
    }
    end = from;
  }
}
