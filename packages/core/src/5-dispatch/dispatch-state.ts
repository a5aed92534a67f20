import type { EventType } from "../event.ts";
import type { DispatchState } from "../state.ts";

/**
 * One incident at one agency. The agency may acknowledge before its channel confirms delivery,
 * and may arrive without having said that it left.
 */
const transitions = {
  sent: {
    "dispatch.delivered": "delivered",
    "dispatch.acknowledged": "acknowledged",
    "dispatch.declined": "declined",
  },
  delivered: { "dispatch.acknowledged": "acknowledged", "dispatch.declined": "declined" },
  acknowledged: {
    "dispatch.en-route": "en-route",
    "dispatch.on-scene": "on-scene",
    "dispatch.declined": "declined",
  },
  declined: {},
  "en-route": { "dispatch.on-scene": "on-scene" },
  "on-scene": { "dispatch.cleared": "cleared" },
  cleared: {},
} as const satisfies Record<DispatchState, Partial<Record<EventType, DispatchState>>>;

const table: Record<DispatchState, Partial<Record<EventType, DispatchState>>> = transitions;

/** Where this event takes a dispatch; null when the move is not allowed. */
export const nextDispatchState = (from: DispatchState, event: EventType): DispatchState | null =>
  table[from][event] ?? null;
