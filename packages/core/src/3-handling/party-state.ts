import type { EventType } from "../event.ts";
import type { PartyState } from "../state.ts";

/** The life of somebody beside caller and operator. `party.ended` takes them out of the state. */
const transitions = {
  dialling: { "party.answered": "talking" },
  talking: { "party.held": "held" },
  held: { "party.resumed": "talking" },
} as const satisfies Record<PartyState, Partial<Record<EventType, PartyState>>>;

const table: Record<PartyState, Partial<Record<EventType, PartyState>>> = transitions;

/** Where this event takes a party; null when it does not concern one in this state. */
export const nextPartyState = (from: PartyState, event: EventType): PartyState | null => table[from][event] ?? null;
