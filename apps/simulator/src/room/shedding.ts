import { type Call, type InputOf, placeFor } from "@siaga/core";
import type { Room } from "./room.ts";

/** Nobody below this risk (log-odds), and nobody who answered anything, is ended for a newcomer. */
const shedFrom = 2.5;

/**
 * With every channel busy the waiting call of highest risk that answered nothing makes room for a newcomer of lower risk.
 * A comparison that exists here alone: the core has no word for it, so the simulated network ends the call.
 */
export function shedFor({ state, line }: Room, arrival: Omit<InputOf<"call.arrived">, "type">, now: number): void {
  const triage = state.policy.triage ?? null;
  if (triage === null) return;
  const newcomer = placeFor({ ...arrival, arrivedAt: now }, state, triage, now);
  let chosen: Call | null = null;
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (call?.state !== "queued" || !mayBeShed(call) || call.place!.risk <= newcomer.risk) continue;
    if (chosen === null || call.place!.risk > chosen.place!.risk) chosen = call;
  }
  if (chosen !== null) line(chosen.id)?.shed();
}

/** Whoever an operator has let wait may be real: they stay. */
const mayBeShed = ({ place, parkedAt }: Call): boolean =>
  place?.challenge.kind === "answered" &&
  place.challenge.response === "none" &&
  place.risk >= shedFrom &&
  parkedAt === null;
