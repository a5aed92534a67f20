import type { EventType } from "../event.ts";
import type { OperatorState } from "../state.ts";

/** The life of an operator at a desk. A conversation is not left because the desk's link is gone, only when it stays gone. */
const transitions = {
  available: {
    "call.offered": "ringing",
    "call.answered": "on-call",
    "call.retaken": "on-call",
    "party.answered": "on-call",
    "callback.dialled": "on-call",
    "operator.paused": "not-ready",
    "desk.vanished": "not-ready",
  },
  ringing: {
    "offer.expired": "available",
    "offer.declined": "available",
    "offer.withdrawn": "available",
    "call.answered": "on-call",
    "call.retaken": "on-call",
    // A colleague was asked into somebody else's call, and is free again when it is over.
    "party.answered": "on-call",
    "desk.vanished": "not-ready",
  },
  "on-call": {
    "call.ended": "wrap-up",
    "call.transferred": "wrap-up",
    "call.parked": "available",
    "call.retaken": "on-call",
    "party.ended": "available",
    // Only a desk that is gone loses its caller.
    "call.recalled": "not-ready",
    "callback.ended": "available",
  },
  "wrap-up": { "operator.wrapped-up": "available", "call.retaken": "on-call" },
  "not-ready": {
    "operator.available": "available",
    "operator.paused": "not-ready",
    "desk.vanished": "not-ready",
    "callback.dialled": "on-call",
    "call.answered": "on-call",
    "call.retaken": "on-call",
  },
} as const satisfies Record<OperatorState, Partial<Record<EventType, OperatorState>>>;

const table: Record<OperatorState, Partial<Record<EventType, OperatorState>>> = transitions;

/** Where this event takes an operator; null when it does not concern one in this state. */
export const nextOperatorState = (from: OperatorState, event: EventType): OperatorState | null =>
  table[from][event] ?? null;
