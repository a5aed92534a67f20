import type { CentreEvent, EventType } from "./event.ts";
import { callbackFolds } from "./fold/callbacks.ts";
import { callFolds } from "./fold/calls.ts";
import { deskFolds } from "./fold/desks.ts";
import { type Folds, unchanged, when } from "./fold/fold.ts";
import { incidentFolds } from "./fold/incidents.ts";
import { offerFolds } from "./fold/offers.ts";
import { partyFolds } from "./fold/parties.ts";
import { triageFolds } from "./fold/triage.ts";
import type { CentreState } from "./state.ts";
import { alarmKey } from "./turn.ts";

const folds: Folds<EventType> = {
  ...callFolds,
  ...offerFolds,
  ...deskFolds,
  ...partyFolds,
  ...callbackFolds,
  ...incidentFolds,
  ...triageFolds,
  "alarm.raised"(state, event) {
    const { alarm, subject } = event;
    state.alarms.set(alarmKey(alarm, subject), { alarm, subject, raisedAt: when(event) });
  },
  "alarm.cleared": (state, { alarm, subject }) => void state.alarms.delete(alarmKey(alarm, subject)),
  "clock.jumped": unchanged,
  "scans.counted": unchanged,
};

/**
 * The only place where state changes: one event of the log, folded in. Folding the whole log into an empty centre
 * gives the state. An event about something the state no longer holds changes nothing.
 */
export function evolve(state: CentreState, event: CentreEvent): void {
  state.at = Math.max(state.at, event.at);
  (folds[event.type] as (state: CentreState, event: CentreEvent) => void)(state, event);
}
