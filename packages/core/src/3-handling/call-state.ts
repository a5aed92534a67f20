import type { EventType } from "../event.ts";
import type { CallState } from "../state.ts";

/**
 * The life of a call. An expired, declined or withdrawn offer returns it to the queue only when no other desk rings.
 * `queued → answered` happens when a fact is told late: the exchange's own offer was not known here.
 */
const transitions = {
  incoming: { "call.queued": "queued", "call.ended": "ended" },
  queued: {
    "call.offered": "offered",
    "call.answered": "answered",
    "call.retaken": "answered",
    "call.answered-elsewhere": "elsewhere",
    "call.ended": "ended",
  },
  offered: {
    "offer.expired": "queued",
    "offer.declined": "queued",
    "offer.withdrawn": "queued",
    "call.answered": "answered",
    "call.retaken": "answered",
    "call.answered-elsewhere": "elsewhere",
    "call.ended": "ended",
  },
  answered: {
    "call.held": "held",
    "call.parked": "queued",
    "call.transferring": "transferring",
    "call.transferred": "transferred",
    "call.recalled": "queued",
    "call.ended": "ended",
  },
  held: {
    "call.resumed": "answered",
    "call.transferring": "transferring",
    "call.transferred": "transferred",
    "call.recalled": "queued",
    "call.ended": "ended",
  },
  transferring: {
    "call.resumed": "answered",
    "call.transferred": "transferred",
    "call.recalled": "queued",
    "call.ended": "ended",
  },
  transferred: { "call.retaken": "answered", "call.recalled": "queued", "call.ended": "ended" },
  elsewhere: { "call.recalled": "queued", "call.ended": "ended" },
  ended: {},
} as const satisfies Record<CallState, Partial<Record<EventType, CallState>>>;

const table: Record<CallState, Partial<Record<EventType, CallState>>> = transitions;

/** Where this event takes a call; null when it does not concern a call in this state. */
export const nextCallState = (from: CallState, event: EventType): CallState | null => table[from][event] ?? null;
