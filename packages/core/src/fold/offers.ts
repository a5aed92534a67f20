import type { EventOf } from "../event.ts";
import type { CentreState } from "../state.ts";
import { followArrival, followLeftWaiting } from "./triage.ts";
import { advanceCall, advanceDesk, dropOffer, type Folds, joinQueue, when } from "./fold.ts";

/** Waiting and ringing. */
export const offerFolds: Folds<
  | "call.queued"
  | "call.offered"
  | "offer.expired"
  | "offer.declined"
  | "offer.withdrawn"
  | "call.announced"
  | "prompt.completed"
  | "call.overdue"
> = {
  "call.queued"(state, event) {
    const { call: id, place } = event;
    const call = state.calls.get(id);
    if (call === undefined || state.waiting.includes(id)) return;
    advanceCall(state, id, event.type);
    if (place !== undefined) {
      call.place = {
        ...place,
        promoted: false,
        glanced: false,
        bulletin: null,
        challenge: { kind: "none" },
        asked: null,
      };
      followArrival(state, call, when(event));
    }
    joinQueue(state, call);
  },
  "call.offered"(state, event) {
    const { offer: number, call, desk, expiresAt } = event;
    state.offers.set(number, { number, call, desk, expiresAt });
    state.nextOffer = Math.max(state.nextOffer, number + 1);
    followLeftWaiting(state, state.calls.get(call), event);
    if (state.calls.get(call)?.place?.lane === "waiting") state.triage.waitingRangAt = when(event);
    advanceCall(state, call, event.type);
    advanceDesk(state, desk, event);
  },
  "offer.expired": passOver,
  "offer.declined": passOver,
  "offer.withdrawn": (state, event) => dropOffer(state, event.offer, event),
  "call.announced"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) call.announcedAt ??= when(event);
  },
  "prompt.completed"(state, event) {
    const call = state.calls.get(event.call);
    if (call === undefined) return;
    call.promptHeard = true;
    call.noticeHeard ||= !event.prompt.startsWith("challenge-");
  },
  "call.overdue"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) call.overdue = true;
  },
};

function passOver(state: CentreState, event: EventOf<"offer.expired" | "offer.declined">): void {
  const call = state.calls.get(event.call);
  if (call !== undefined && !call.passedOver.includes(event.desk)) call.passedOver.push(event.desk);
  dropOffer(state, event.offer, event);
}
