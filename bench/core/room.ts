import { type CallId, centre, type CentreState, type DeskId, emptyCentre, type Input, normalPolicy } from "@siaga/core";
import type { Timed } from "@siaga/core/rehearsal";

/** What the room of a benchmark looks like. */
export type Size = { readonly waiting: number; readonly desks: number; readonly steps: number };

const policy = { ...normalPolicy, fallback: [{ name: "tetangga", number: "+62254000000" }] };

/** An empty centre under the policy of the benchmark. */
export const freshCentre = (): CentreState => emptyCentre(policy);

/**
 * The inputs of a flooded evening with about `waiting` calls waiting all the time: arrivals, prompts, hang-ups,
 * overdue timers, answers, conversations with an incident now and then, classification. `filled` of them come
 * before the room is full and are not timed.
 */
export function floodedEvening({ waiting, desks, steps }: Size): { inputs: Timed[]; filled: number } {
  const state = freshCentre();
  const inputs: Timed[] = [];
  let now = 1_700_000_000_000;
  const play = (input: Input): void => {
    now += 7;
    inputs.push({ at: now, input });
    centre(state, input, now);
  };
  let calls = 0;
  const arrive = (): CallId => {
    const call = `call-${String((calls += 1)).padStart(8, "0")}`;
    play(arrival(call, calls));
    play({ type: "prompt.ended", call, prompt: "recorded-notice" });
    return call;
  };
  for (let n = 1; n <= desks; n += 1) for (const input of seated(`meja-${n}`)) play(input);
  while (state.waiting.length < waiting) arrive();
  const filled = inputs.length;
  for (let round = 1; inputs.length < filled + steps; round += 1) playRound(state, round, play, arrive, waiting);
  return { inputs, filled };
}

type Play = (input: Input) => void;

function playRound(state: CentreState, round: number, play: Play, arrive: () => CallId, waiting: number): void {
  for (const { call, desk } of state.offers.values()) play({ type: "offer.accepted", call, desk });
  const overdue = state.waiting[round % state.waiting.length];
  if (overdue !== undefined) play({ type: "answer.overdue", call: overdue });
  for (const desk of state.desks.values()) if (desk.call !== null) converse(desk.desk, desk.call, round, play);
  const impatient = state.waiting[(round * 37) % state.waiting.length];
  if (impatient !== undefined) play({ type: "call.hung-up", call: impatient });
  while (state.waiting.length < waiting) arrive();
}

function converse(desk: DeskId, call: CallId, round: number, play: Play): void {
  const operator = `op-${desk}`;
  play({ type: "call.connected", call });
  play({ type: "prompt.ended", call, prompt: "recorded-notice" });
  if (round % 5 === 0) report(call, operator, play);
  if (round % 3 === 0) play({ type: "call.hung-up", call });
  else play({ type: "call.released", call, desk });
  play({ type: "call.classified", call, operator, classification: round % 2 === 0 ? "emergency" : "prank" });
  play({ type: "recording.finished", call, sha256: "0".repeat(64), duration: 60_000, file: `${call}.wav` });
}

function report(call: CallId, operator: string, play: Play): void {
  const incident = `incident-${call}`;
  const dispatch = `dispatch-${call}`;
  const place = { area: "36.73.01.1001", point: null, spoken: null };
  const opened = { incident, call, operator, incidentType: "kebakaran", priority: 1, place } as const;
  play({ type: "incident.reported", ...opened, narrative: null, test: false });
  play({ type: "dispatch.requested", incident, operator, dispatches: [{ dispatch, agency: "damkar" }] });
  play({ type: "dispatch.acknowledged", dispatch, by: "agency" });
  play({ type: "incident.closed", incident, operator, disposition: "handed-over" });
}

const arrival = (call: CallId, number: number): Input => ({
  type: "call.arrived",
  call,
  line: number % 10 === 0 ? "113" : "112",
  trunk: "trunk-1",
  caller: number % 8 === 0 ? { kind: "withheld" } : { kind: "number", id: `person-${number % 5000}` },
  history: { callsToday: 1, calls30Days: 4, classified: { silent: 2 }, genuine: { count: 1, lastAt: null } },
  test: false,
});

const seated = (desk: DeskId): Input[] => [
  { type: "operator.signed-in", operator: `op-${desk}`, desk, role: "call-taker" },
  { type: "desk.connected", desk },
  { type: "operator.readied", desk },
];
