import { centre, type CentreState, type Effect, emptyCentre, type Input, normalPolicy, type Policy } from "@siaga/core";
import type { Agenda, Entry } from "../agenda.ts";

/** What a caller on the line notices. */
export type OnTheLine = {
  asked(digit: string): void;
  joined(desk: string): void;
  /** The operator would let the caller wait again for somebody else: true when they do, and after how long (ms). */
  mayBeParked(): { readonly yes: boolean; readonly after: number };
  parted(): void;
  /** Hears that an incident is known. */
  told(): void;
};

/** The room under test: the product's own core, with operators who pick up after `pickUp` (ms). */
export interface Room {
  readonly state: CentreState;
  /** ms operators have rung or talked. */
  busy(): number;
  play(input: Input): void;
  connect(call: string, line: OnTheLine): void;
  disconnect(call: string): void;
}

export type RoomOptions = {
  readonly agenda: Agenda;
  readonly policy: Policy;
  readonly operators: number;
  readonly pickUp: number;
};

/** The policy of a room in which nobody else answers: what is measured is the room. */
export const roomPolicy = (triage: Policy["triage"]): Policy => ({
  ...normalPolicy,
  offerLapse: 3_600_000,
  answerLimit: 86_400_000,
  recordedLines: [],
  triage: triage ?? null,
});

/** Opens with every operator ready. */
export function openRoom({ agenda, policy, operators, pickUp }: RoomOptions): Room {
  const state = emptyCentre(policy);
  const timers = new Map<string, Entry>();
  const lines = new Map<string, OnTheLine>();
  const since = new Map<string, number>();
  let busy = 0;

  const perform: { readonly [T in Effect["type"]]?: (effect: Extract<Effect, { type: T }>) => void } = {
    "timer.start": ({ key, due, fires }) => {
      stop(key);
      const entry = agenda.at(due, () => {
        timers.delete(key);
        play(fires);
      });
      timers.set(key, entry);
    },
    "timer.stop": ({ key }) => stop(key),
    "operator.ring": ({ desk, call, offer }) => {
      agenda.at(agenda.now + pickUp, () => {
        if (state.offers.get(offer)?.desk === desk) play({ type: "offer.accepted", call, desk });
      });
    },
    "prompt.play": ({ call, prompt }) => {
      if (prompt === "bulletin") lines.get(call)?.told();
      if (prompt.startsWith("challenge-")) lines.get(call)?.asked(prompt.slice("challenge-".length));
    },
    "call.join": ({ call, desk }) => lines.get(call)?.joined(desk),
  };
  function mayPark(call: string, desk: string): void {
    const answer = lines.get(call)?.mayBeParked();
    if (answer?.yes === true) agenda.at(agenda.now + answer.after, () => play({ type: "park.requested", call, desk }));
  }
  function stop(key: string): void {
    const entry = timers.get(key);
    if (entry !== undefined) entry.happens = null;
    timers.delete(key);
  }
  function watch(): void {
    for (const desk of state.desks.values()) {
      const works = desk.state !== "available";
      const began = since.get(desk.desk);
      if (works && began === undefined) since.set(desk.desk, agenda.now);
      if (!works && began !== undefined) {
        busy += agenda.now - began;
        since.delete(desk.desk);
      }
    }
  }
  function play(input: Input): void {
    const { effects, events } = centre(state, input, agenda.now);
    watch();
    for (const event of events) {
      if (event.type === "call.parked") lines.get(event.call)?.parted();
      if (event.type === "park.suggested") mayPark(event.call, event.desk);
    }
    for (const effect of effects) (perform[effect.type] as ((effect: Effect) => void) | undefined)?.(effect);
  }
  for (let seat = 1; seat <= operators; seat += 1) {
    const desk = `desk-${seat}`;
    play({ type: "operator.signed-in", operator: `op-${seat}`, desk, role: "call-taker" });
    play({ type: "desk.connected", desk });
    play({ type: "operator.readied", desk });
  }
  return {
    state,
    busy: () => [...since.values()].reduce((sum, began) => sum + agenda.now - began, busy),
    play,
    connect: (call, line) => void lines.set(call, line),
    disconnect: (call) => void lines.delete(call),
  };
}
