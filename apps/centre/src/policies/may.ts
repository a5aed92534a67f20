/** Who may do what, one sentence each. The console asks the same sentences through `me`, so buttons and server agree. */
import type { AgencyId, OperatorId } from "@siaga/core";
import { type Actor, deskRoleOf } from "./actor.ts";

/** The room answers calls: call takers, dispatchers, supervisors, and an admin sitting in. */
export const mayTakeCalls = (actor: Actor): boolean => deskRoleOf(actor) !== null;

/** The people of the room work on incidents; one person is often call taker and dispatcher at night. */
export const mayWorkOnIncidents = (actor: Actor): boolean => mayTakeCalls(actor);

/** The room and every agency may read an incident; an agency only where it was asked to help. */
export const mayReadIncident = (actor: Actor, agencies: readonly AgencyId[]): boolean =>
  mayWorkOnIncidents(actor) || (actor.agency !== null && agencies.includes(actor.agency));

/** An agency moves its own dispatches; the room moves any, for agencies that answer by telephone or radio. */
export const mayMoveDispatch = (actor: Actor, agency: AgencyId): boolean =>
  actor.role === "agency" ? actor.agency === agency : mayWorkOnIncidents(actor);

/** Whoever handles calls may see a whole number, one at a time and on the record. Admins keep the house, not the callers. */
export const mayUnmask = (actor: Actor): boolean => mayTakeCalls(actor) && actor.role !== "admin";

/** Supervisors may hear any recording, the operator who took the call may hear their own. */
export const mayHearRecording = (actor: Actor, answeredBy: OperatorId | null): boolean =>
  actor.role === "supervisor" || (mayUnmask(actor) && answeredBy === actor.operator);

/** Past calls stand open to the room. */
export const mayListCalls = (actor: Actor): boolean => mayTakeCalls(actor);

/** The city's counts are for the room's leaders; the house's own tools read them with a token. */
export const mayReadLedger = (actor: Actor): boolean => actor.role === "supervisor" || actor.role === "admin";

/** Marking a number as a test number takes its calls out of the figures: supervisors and admins. */
export const mayMarkTestNumbers = (actor: Actor): boolean => actor.role === "supervisor" || actor.role === "admin";

/** Who is next when too many call: the room's leaders read and try it, a supervisor changes it. */
export const mayReadPolicy = (actor: Actor): boolean => actor.role === "supervisor" || actor.role === "admin";
export const mayChangePolicy = (actor: Actor): boolean => actor.role === "supervisor";

/** How many must be on shift is for those who make the shifts. */
export const mayPlan = (actor: Actor): boolean => actor.role === "supervisor" || actor.role === "admin";
