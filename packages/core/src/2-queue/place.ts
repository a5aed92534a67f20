import { assess, type CallerFacts, isAnsweredByAll, isKnownAbuser, type TriageParameters } from "#admission";
import type { CallerHistory, Instant, Lane } from "#kernel";
import type { PlaceGiven } from "../event.ts";
import type { Call, CentreState } from "../state.ts";

/** What a call brings with it. */
type Arriving = Pick<Call, "caller" | "history" | "arrivedAt">;

/** Nothing known is no evidence: a record that could not be asked in time leaves the caller unknown. */
const factsOf = (call: Arriving): CallerFacts => {
  if (call.caller.kind === "withheld") return { kind: "withheld" };
  const faded: CallerHistory["faded"] = call.history?.faded;
  if (faded === undefined || (faded.nuisance < 0.3 && faded.genuine < 0.3)) return { kind: "unknown" };
  return { kind: "known", nuisance: faded.nuisance, genuine: faded.genuine };
};

/** The lane of a caller who has been asked nothing. */
export const laneOf = (risk: number, { expressBelow }: TriageParameters): Lane =>
  risk < expressBelow ? "express" : "waiting";

/**
 * Attackers answer as people do: to wait for the answer would only keep the real callers waiting as well. Not while an
 * incident is announced: then nearly everybody is real, and who calls about something else says so.
 */
export const tellsNobodyApart = ({ triage: now }: CentreState, triage: TriageParameters, at: Instant): boolean =>
  now.surge !== null && now.bulletin === null && isAnsweredByAll(now.pressure, at, triage);

/** Where a call stands in line when it begins to wait. */
export function placeFor(call: Arriving, state: CentreState, triage: TriageParameters, at: Instant): PlaceGiven {
  const facts = factsOf(call);
  const { risk, reasons } = assess(facts, state.triage.pressure, at, triage);
  return {
    lane: facts.kind !== "known" && tellsNobodyApart(state, triage, at) ? "express" : laneOf(risk, triage),
    risk,
    reasons,
    abuser: isKnownAbuser(facts, triage),
    unknown: facts.kind === "unknown",
    since: call.arrivedAt - waitedBefore(call, state, triage),
  };
}

/** A caller who gave up and dials again soon keeps the wait already served; it is no evidence of anything. */
function waitedBefore(
  { caller, arrivedAt }: Arriving,
  { triage }: CentreState,
  { redialWithin }: TriageParameters,
): number {
  const left = caller.kind === "number" ? triage.leavers.get(caller.id) : undefined;
  if (left === undefined || arrivedAt - left.leftAt > redialWithin) return 0;
  return Math.min(redialWithin, Math.max(0, left.leftAt - left.since));
}
