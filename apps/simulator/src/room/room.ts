import {
  centre,
  type CentreState,
  type Effect,
  emptyCentre,
  type EventOf,
  type Input,
  normalPolicy,
  type Policy,
} from "@siaga/core";
import type { Agenda, Entry } from "../agenda.ts";
import { openListening } from "./listening.ts";
import type { Shift } from "./shifts.ts";

/** What a caller on the line notices. */
export type OnTheLine = {
  asked(digit: string): void;
  joined(desk: string): void;
  /** The operator would let the caller wait again for somebody else: true when they do, and after how long (ms). */
  mayBeParked(): { readonly yes: boolean; readonly after: number };
  parted(): void;
  /** Whether they sound in need to whoever listens for a moment. */
  glanced(): boolean;
  /** Hears that an incident is known. */
  told(): void;
  /** The system ends the call for a newcomer: only what is compared with does that. */
  shed(): void;
};

/** The room under test: the product's own core, with operators who pick up after `pickUp` (ms). */
export interface Room {
  readonly state: CentreState;
  /** ms operators have been on shift, and of it rung or talked, all together. */
  time(): { readonly staffed: number; readonly busy: number };
  /** Calls on a channel that the house ended: there is no reason for it. */
  endedByHouse(): number;
  play(input: Input): void;
  connect(call: string, line: OnTheLine): void;
  line(call: string): OnTheLine | undefined;
  disconnect(call: string): void;
}

export type RoomOptions = {
  readonly agenda: Agenda;
  readonly policy: Policy;
  readonly shifts: readonly Shift[];
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

/** Opens with the first shift ready. */
export function openRoom({ agenda, policy, shifts, pickUp }: RoomOptions): Room {
  const state = emptyCentre(policy);
  const timers = new Map<string, Entry>();
  const lines = new Map<string, OnTheLine>();
  const clocks = { staffed: openClock(agenda), busy: openClock(agenda) };
  let [wanted, endedByHouse] = [0, 0];
  const listening = openListening({ agenda, state, play, soundsInNeed: (call) => lines.get(call)?.glanced() === true });

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
      agenda.at(agenda.now + pickUp + listening.brokenOff(desk), () => {
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
    let working = 0;
    for (const desk of state.desks.values()) if (desk.state !== "available") working += 1;
    clocks.busy.runs(working);
    clocks.staffed.runs(state.desks.size);
  }
  /** Whoever the new shift does not need goes when their conversation is over; a call that rings there goes on at once. */
  function relieve(): void {
    for (const { desk, state: now } of state.desks.values()) {
      if (seatOf(desk) > wanted && now !== "on-call") return play({ type: "operator.signed-out", desk });
    }
  }
  function change({ operators }: Shift): void {
    wanted = operators;
    for (let seat = 1; seat <= operators; seat += 1) {
      const desk = `desk-${seat}`;
      if (state.desks.has(desk)) continue;
      play({ type: "operator.signed-in", operator: `op-${seat}`, desk, role: "call-taker" });
      play({ type: "desk.connected", desk });
      play({ type: "operator.readied", desk });
    }
    relieve();
  }
  function play(input: Input): void {
    const { effects, events } = centre(state, input, agenda.now);
    watch();
    for (const event of events) {
      if (event.type === "call.parked") lines.get(event.call)?.parted();
      if (event.type === "call.ended" && isByHouse(event)) endedByHouse += 1;
      if (event.type === "park.suggested") mayPark(event.call, event.desk);
    }
    for (const effect of effects) (perform[effect.type] as ((effect: Effect) => void) | undefined)?.(effect);
    if (state.desks.size > wanted) relieve();
    listening.consider();
  }
  change(shifts[0]!);
  for (const shift of shifts.slice(1)) agenda.at(shift.at, () => change(shift));
  return {
    state,
    time: () => ({ staffed: clocks.staffed.sum(), busy: clocks.busy.sum() }),
    play,
    connect: (call, line) => void lines.set(call, line),
    endedByHouse: () => endedByHouse,
    line: (call) => lines.get(call),
    disconnect: (call) => void lines.delete(call),
  };
}

const isByHouse = ({ by, outcome }: EventOf<"call.ended">): boolean => by === "house" && outcome !== "congestion";
const seatOf = (desk: string): number => Number(desk.slice("desk-".length));

/** Adds up how long so many did something (ms). */
function openClock(agenda: Agenda): { runs(many: number): void; sum(): number } {
  let [total, running, at] = [0, 0, agenda.now];
  const sum = (): number => total + running * (agenda.now - at);
  return {
    sum,
    runs(many) {
      if (many === running) return;
      total = sum();
      [running, at] = [many, agenda.now];
    },
  };
}
