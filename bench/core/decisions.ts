import {
  type Caller,
  type CallerHistory,
  type CallId,
  centre,
  type CentreState,
  emptyCentre,
  idleDesks,
  inLine,
  type Input,
  normalPolicy,
  placeFor,
  roomNow,
  triageDefaults,
} from "@siaga/core";

/** How many numbers the record knows, and how many callers wait. */
const known = 1_000_000;
const waiting = 60;
const warmUp = 192_000;
const decisions = 640_000;
/** Decisions a second that are asked for on one core. */
export const decisionTarget = 500_000;

type Known = ReadonlyMap<string, CallerHistory>;
const noon = 1_700_000_000_000;
const policy = { ...normalPolicy, triage: triageDefaults };

/**
 * A caller gets risk and lane, and the next of sixty waiting callers is found for an operator who is free: with the number
 * looked up among a million in memory first, with its history at hand as `call.arrived` brings it, and the look-up alone.
 * Durations in µs, quantiles over groups of 64.
 */
export function measureDecisions() {
  const callers = Array.from({ length: known }, (_, number): Caller => ({ kind: "number", id: `person-${number}` }));
  const histories = historyOf(callers);
  const rooms = Array.from({ length: 8 }, (_, number) => flooded(number, histories));
  const caller = (number: number): Caller => callers[(number * 7_919) % known]!;
  const lookUp = (caller: Caller) => (caller.kind === "number" ? (histories.get(caller.id) ?? null) : null);
  const decide = (number: number, caller: Caller, history: CallerHistory | null): number => {
    const state = rooms[number % rooms.length]!;
    const at = state.at + (number % 1_000);
    const place = placeFor({ caller, history, arrivedAt: at }, state, triageDefaults, at);
    const room = roomNow(state, triageDefaults, idleDesks(state));
    const next = inLine(state, triageDefaults, room, at).next();
    return place.lane === "express" || next.done !== true ? 1 : 0;
  };
  const arrived: { caller: Caller; history: CallerHistory | null }[] = [];
  const whole: Measured = (number) => decide(number, caller(number), lookUp(caller(number)));
  const atHand: Measured = (number) => {
    const { caller, history } = arrived[number % group]!;
    return decide(number, caller, history);
  };
  const bring = (first: number): void => {
    for (let number = first; number < first + group; number += 1) {
      const history = lookUp(caller(number));
      // Read, as the message that brings them is.
      arrived[number % group] = { caller: { ...caller(number) }, history: history && { ...history } };
    }
  };
  return {
    waiting,
    known,
    decisions,
    ...timed(whole),
    historyAtHand: timed(atHand, bring),
    lookUpAlone: timed((number) => lookUp(caller(number))?.faded?.nuisance ?? 0),
  };
}

const group = 64;

/** What is measured, of the decision of this number; what it returns is summed, so that nothing is left out as unused. */
type Measured = (number: number) => number;

/** Once unmeasured, so that the compiler has seen it all; `prepare` is not timed. */
function timed(measured: Measured, prepare: (first: number) => void = () => undefined) {
  run(measured, prepare, warmUp);
  const { took, processor, served } = run(measured, prepare, decisions);
  const wall = took.reduce((sum, each) => sum + each, 0);
  took.sort();
  const quantile = (part: number): number => rounded((took[Math.floor(took.length * part)] ?? 0) / group);
  return {
    served,
    decisionsPerSecond: Math.round((decisions * 1e6) / wall),
    /** The same on a machine that does nothing else. */
    decisionsPerCpuSecond: Math.round((decisions * 1e6) / processor),
    p50Microseconds: quantile(0.5),
    p99Microseconds: quantile(0.99),
  };
}

const rounded = (microseconds: number): number => Math.round(microseconds * 1000) / 1000;

/** Wall clock of each group and processor time of all, in µs. */
function run(measured: Measured, prepare: (first: number) => void, many: number) {
  const took = new Float64Array(many / group);
  let [served, processor] = [0, 0];
  for (let first = 0; first < many; first += group) {
    prepare(first);
    const [started, worked] = [performance.now(), process.cpuUsage()];
    for (let number = first; number < first + group; number += 1) served += measured(number);
    const { user, system } = process.cpuUsage(worked);
    took[first / group] = (performance.now() - started) * 1000;
    processor += user + system;
  }
  return { took, processor, served: Math.round(served) };
}

/** Every third number once was a nuisance, every eleventh once in need. */
function historyOf(callers: readonly Caller[]): Known {
  const histories = new Map<string, CallerHistory>();
  for (const [number, caller] of callers.entries()) {
    const faded = { nuisance: number % 3 === 0 ? (number % 17) / 2 : 0, genuine: number % 11 === 0 ? 1 : 0 };
    if (caller.kind === "number") histories.set(caller.id, { ...unknown, faded });
  }
  return histories;
}

const unknown = { callsToday: 0, calls30Days: 0, classified: {}, genuine: { count: 0, lastAt: null } };

/** A room in a surge: three desks, two in conversation, sixty callers of all kinds waiting. */
function flooded(number: number, histories: Known): CentreState {
  const state = emptyCentre(policy);
  let now = noon;
  const play = (input: Input): void => void centre(state, input, (now += 250));
  const sit = (desk: string): void => {
    play({ type: "operator.signed-in", operator: `op-${desk}`, desk, role: "call-taker" });
    play({ type: "desk.connected", desk });
    play({ type: "operator.readied", desk });
  };
  for (const desk of ["meja-1", "meja-2"]) sit(desk);
  for (let call = 0; state.waiting.length < waiting; call += 1) {
    const id: CallId = `call-${number}-${call}`;
    const caller = `person-${(call * 104_729 + number) % known}`;
    play({
      type: "call.arrived",
      call: id,
      line: "112",
      trunk: "trunk",
      caller: call % 8 === 0 ? { kind: "withheld" } : { kind: "number", id: caller },
      history: histories.get(caller) ?? null,
      test: false,
    });
    for (const { call: rings, desk } of state.offers.values()) play({ type: "offer.accepted", call: rings, desk });
  }
  // A third desk comes at the moment of the decision: what it rings for is what is measured.
  play({ type: "operator.signed-in", operator: "op-meja-3", desk: "meja-3", role: "call-taker" });
  const desk = state.desks.get("meja-3")!;
  Object.assign(desk, { state: "available", connected: true });
  return state;
}
