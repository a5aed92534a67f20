import type { TriageParameters } from "#admission";
import type { Duration, Instant } from "#kernel";
import type { Call } from "../state.ts";

/**
 * From when on a wait counts: it begins anew where an operator let the caller wait again, and with every call. Who dials again
 * soon keeps the place in line; telephones that dial on and on would otherwise all be promoted.
 */
const waitsSince = ({ parkedAt, arrivedAt }: Call): Instant => parkedAt ?? arrivedAt;

/** How long the caller has waited by now (ms). */
export const waitOf = (call: Call, at: Instant): Duration => at - waitsSince(call);

/**
 * Nobody waits without end behind what might come: whoever has waited twice as long as a promotion takes rings at any free
 * desk, whatever is kept, limited or announced. Their place in line stays what it was.
 */
export const hasWaitedOut = (call: Call, { promoteAfter }: TriageParameters, at: Instant): boolean =>
  promoteAfter !== null && waitOf(call, at) >= 2 * promoteAfter;
