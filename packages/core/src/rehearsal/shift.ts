import type { CallerHistory, Classification, DeskRole } from "#kernel";
import type { Input, InputOf } from "../input.ts";
import type { CentreState } from "../state.ts";
import { arrangesParties, asksParty, partySpeaks } from "./parties.ts";

/** A whole number from 0 up to, not including, `below`. All chance in a rehearsal comes through here. */
export type Draw = (below: number) => number;

/** Gives new names: calls, dispatches, outgoing legs. */
export type Names = { call: number; incident: number; dispatch: number; outgoing: number; party: number };

export const noNames = (): Names => ({ call: 0, incident: 0, dispatch: 0, outgoing: 0, party: 0 });

const seats: readonly { readonly desk: string; readonly role: DeskRole }[] = [
  { desk: "meja-1", role: "call-taker" },
  { desk: "meja-2", role: "call-taker" },
  { desk: "meja-3", role: "dispatcher" },
  { desk: "meja-4", role: "supervisor" },
];
const agencies = ["damkar", "dinkes", "polres"];
const keys: readonly Classification[] = ["emergency", "non-emergency", "information", "silent", "prank", "child"];

const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw(from.length)]!;

/** A call that may be living, ended or unknown: late and wrong reports are part of every shift. */
function someCall(state: CentreState, draw: Draw, names: Names): string {
  const living = [...state.calls.keys()];
  if (living.length > 0 && draw(8) > 0) return pick(draw, living);
  return callName(draw(names.call + 1));
}
const callName = (number: number): string => `call-${String(number).padStart(6, "0")}`;
const someDesk = (draw: Draw): string => pick(draw, seats).desk;

function arrives(_state: CentreState, draw: Draw, names: Names): Input {
  const call = draw(20) === 0 ? callName(names.call) : callName(++names.call);
  const withheld = draw(4) === 0;
  return {
    type: "call.arrived",
    call,
    line: draw(4) === 0 ? "113" : "112",
    trunk: "trunk-1",
    caller: withheld ? { kind: "withheld" } : { kind: "number", id: `caller-${draw(12)}` },
    history: draw(2) === 0 ? null : someHistory(draw),
    test: draw(15) === 0,
  };
}

/** Nuisance and genuine reports of a number, as they may have faded. */
const someHistory = (draw: Draw): CallerHistory => ({
  callsToday: 0,
  calls30Days: 0,
  classified: {},
  genuine: { count: 0, lastAt: null },
  faded: { nuisance: draw(3) === 0 ? draw(8) : 0, genuine: draw(5) === 0 ? draw(3) : 0 },
});

function congests(state: CentreState, draw: Draw, names: Names): Input {
  const arrival = arrives(state, draw, names);
  return { ...arrival, type: "call.congested", status: 503 } as Input;
}

/** Mostly the desk that rings; sometimes another, or too late. */
function accepts(state: CentreState, draw: Draw, names: Names): Input {
  const offers = [...state.offers.values()];
  if (offers.length === 0 || draw(6) === 0) {
    return { type: "offer.accepted", call: someCall(state, draw, names), desk: someDesk(draw) };
  }
  const { call, desk } = pick(draw, offers);
  return { type: "offer.accepted", call, desk };
}

function declines(state: CentreState, draw: Draw, names: Names): Input {
  return { ...accepts(state, draw, names), type: "offer.declined" } as Input;
}

function releases(state: CentreState, draw: Draw, names: Names): Input {
  const busy = [...state.desks.values()].filter((desk) => desk.state === "on-call");
  if (busy.length === 0) return { type: "call.released", call: someCall(state, draw, names), desk: someDesk(draw) };
  const { desk, call } = pick(draw, busy);
  return { type: "call.released", call: call ?? "", desk };
}

function classifies(state: CentreState, draw: Draw, names: Names): Input {
  const wrapping = [...state.desks.values()].find((desk) => desk.state === "wrap-up");
  const call = wrapping?.call ?? someCall(state, draw, names);
  return { type: "call.classified", call, operator: wrapping?.operator ?? "ani", classification: pick(draw, keys) };
}

function callsBack(state: CentreState, draw: Draw, names: Names): Input {
  const open = [...state.callbacks.keys()];
  const callback = open.length > 0 ? pick(draw, open) : callName(draw(names.call + 1));
  return { type: "callback.requested", callback, outgoing: `out-${++names.outgoing}`, desk: someDesk(draw) };
}

function endsCallback(state: CentreState, draw: Draw, names: Names): Input {
  const dialled = [...state.callbacks.values()].flatMap((callback) => callback.outgoing?.call ?? []);
  const outgoing = dialled.length > 0 ? pick(draw, dialled) : `out-${names.outgoing}`;
  return draw(2) === 0
    ? { type: "callback.answered", outgoing }
    : { type: "callback.ended", outgoing, code: 200, by: "callee" };
}

function signsIn(_state: CentreState, draw: Draw): Input {
  const seat = pick(draw, seats);
  const operator = draw(4) === 0 ? `op-${draw(6)}` : `op-${seat.desk}`;
  return { type: "operator.signed-in", operator, ...seat };
}

/** A shift begins: everybody sits down, is connected and ready. */
export const opening = (): Input[] =>
  seats.flatMap(({ desk, role }): Input[] => [
    { type: "operator.signed-in", operator: `op-${desk}`, desk, role },
    { type: "desk.connected", desk },
    { type: "operator.readied", desk },
  ]);

function reports(state: CentreState, draw: Draw, names: Names): Input {
  return {
    type: "incident.reported",
    incident: `incident-${(names.incident += draw(5) === 0 ? 0 : 1)}`,
    call: someCall(state, draw, names),
    operator: "ani",
    incidentType: "kebakaran",
    priority: 1,
    place: { area: "36.73.01.1001", point: null, spoken: null },
    narrative: null,
    test: false,
  };
}

function dispatches(_state: CentreState, draw: Draw, names: Names): Input {
  const incident = `incident-${names.incident - draw(3)}`;
  const one = () => ({ dispatch: `dispatch-${++names.dispatch}`, agency: pick(draw, agencies) });
  return { type: "dispatch.requested", incident, operator: "ani", dispatches: [one(), one()] };
}

function agencySpeaks(state: CentreState, draw: Draw, names: Names): Input {
  const living = [...state.dispatches.keys()];
  const known = living.length > 0 && draw(8) > 0;
  const dispatch = known ? pick(draw, living) : `dispatch-${names.dispatch - draw(6)}`;
  const by = "agency-1";
  return pick<Input>(draw, [
    { type: "dispatch.delivered", dispatch },
    { type: "dispatch.acknowledged", dispatch, by },
    { type: "dispatch.declined", dispatch, by, reason: null },
    { type: "unit.departed", dispatch, by },
    { type: "unit.arrived", dispatch, by },
    { type: "unit.cleared", dispatch, by },
  ]);
}

function incidentMoves(state: CentreState, draw: Draw, names: Names): Input {
  const incident = `incident-${names.incident - draw(3)}`;
  const operator = "ani";
  return pick<Input>(draw, [
    { type: "incident.amended", incident, operator, priority: 2 },
    { type: "incident.noted", incident, by: operator, text: "text-1" },
    { type: "incident.call-linked", incident, operator, call: someCall(state, draw, names) },
    { type: "incident.closed", incident, operator, disposition: pick(draw, ["handled", "cancelled"]) },
  ]);
}

const quality: InputOf<"audio.measured">["quality"] = {
  mosIn: 4.3,
  mosOut: null,
  lossIn: 0.4,
  lossOut: null,
  jitterIn: 3,
  jitterOut: null,
  roundTrip: null,
  delay: 40,
  concealed: 20,
};

function lineHappens(state: CentreState, draw: Draw, names: Names): Input {
  const call = someCall(state, draw, names);
  const side = pick(draw, ["caller", "desk"] as const);
  return pick<Input>(draw, [
    { type: "call.connected", call },
    { type: "digit.received", call, digit: "5" },
    { type: "audio.missing", call, side },
    { type: "audio.returned", call, side },
    { type: "audio.measured", call, quality },
    { type: "audio.interrupted", call, lasted: 700 },
    { type: "recording.finished", call, sha256: "0".repeat(64), duration: 1000, file: "a.wav" },
  ]);
}

function promptEnds(state: CentreState, draw: Draw, names: Names): Input {
  const call = someCall(state, draw, names);
  const prompt = pick(draw, ["welcome-wait", "recorded-notice", "recorded-notice", "still-waiting"] as const);
  return { type: "prompt.ended", call, prompt };
}

function fallbackSpeaks(state: CentreState, draw: Draw, names: Names): Input {
  const call = someCall(state, draw, names);
  return draw(2) === 0
    ? { type: "fallback.answered", call, target: "tetangga" }
    : {
        type: "fallback.failed",
        call,
        target: pick(draw, ["tetangga", "tetangga", "polres"]),
        code: pick(draw, [200, 486, 408]),
      };
}

function houseSpeaks(_state: CentreState, draw: Draw): Input {
  return pick<Input>(draw, [
    { type: "alarm.noticed", alarm: "disk-space", subject: "var" },
    { type: "alarm.ceased", alarm: "disk-space", subject: "var" },
    { type: "scan.counted", count: 3 },
    { type: "clock.jumped", from: 1000, to: 2000 },
  ]);
}

function callEnds(state: CentreState, draw: Draw, names: Names): Input {
  const call = someCall(state, draw, names);
  return draw(6) === 0
    ? pick<Input>(draw, [
        { type: "call.failed", call, code: 488, reason: "no codec in common" },
        { type: "call.lost", call },
      ])
    : { type: "call.hung-up", call };
}

function holds(state: CentreState, draw: Draw, names: Names): Input {
  const talking = [...state.calls.values()].filter(({ state }) => state === "answered" || state === "held");
  const call = talking.length > 0 ? pick(draw, talking).id : someCall(state, draw, names);
  const desk = draw(6) === 0 ? someDesk(draw) : (state.calls.get(call)?.answeredBy?.desk ?? someDesk(draw));
  return { type: pick(draw, ["hold.requested", "hold.ended"] as const), call, desk };
}

function deskLinkHappens(_state: CentreState, draw: Draw): Input {
  return { type: draw(5) === 0 ? "desk.vanished" : "desk.connected", desk: someDesk(draw) };
}

function deskChanges(_state: CentreState, draw: Draw): Input {
  const desk = someDesk(draw);
  return pick<Input>(draw, [
    { type: "operator.paused", desk, reason: "istirahat" },
    { type: "operator.signed-out", desk },
    { type: "wrap-up.finished", desk },
  ]);
}

/** A caller who is asked something mostly presses what was asked; some only make a sound. */
function answersQuestion(state: CentreState, draw: Draw, names: Names): Input {
  const asked = [...state.calls.values()].filter(({ place }) => place?.challenge.kind === "asked");
  if (asked.length === 0 || draw(4) === 0) return { type: "speech.heard", call: someCall(state, draw, names) };
  const { id, place } = pick(draw, asked);
  const digit = place?.challenge.kind === "asked" ? place.challenge.digit : "0";
  return { type: "digit.received", call: id, digit: draw(3) === 0 ? "1" : digit };
}

function parks(state: CentreState, draw: Draw, names: Names): Input {
  const call = draw(4) === 0 ? someCall(state, draw, names) : ([...state.calls.keys()][0] ?? "");
  return { type: "park.requested", call, desk: state.calls.get(call)?.answeredBy?.desk ?? someDesk(draw) };
}

function glances(state: CentreState, draw: Draw, names: Names): Input {
  const [listening] = state.triage.glances;
  const found = pick(draw, ["emergency", "nuisance", "unsure"] as const);
  if (listening !== undefined && draw(2) === 0)
    return { type: "glance.ended", desk: listening[0], call: listening[1].call, found };
  const call = draw(4) === 0 ? someCall(state, draw, names) : (state.waiting.at(-1) ?? "");
  return { type: "glance.requested", call, desk: someDesk(draw) };
}

function changesPolicy(state: CentreState, draw: Draw): Input {
  const triage = state.policy.triage ?? null;
  const glance = draw(2) === 0 ? null : { limit: 4_000, again: 600_000 };
  return { type: "policy.changed", operator: "kepala", triage: triage && draw(4) > 0 ? { ...triage, glance } : triage };
}

function announces(_state: CentreState, draw: Draw, names: Names): Input {
  const incident = `incident-${names.incident - draw(2)}`;
  return { type: pick(draw, ["bulletin.requested", "bulletin.withdrawn"] as const), incident, operator: "ani" };
}

/** Times the same thing may happen among others: a busy, rather unlucky shift. */
const acts: readonly (readonly [number, (state: CentreState, draw: Draw, names: Names) => Input])[] = [
  [10, arrives],
  [1, congests],
  [12, accepts],
  [3, declines],
  [6, releases],
  [5, classifies],
  [4, callEnds],
  [2, signsIn],
  [9, (_state, draw) => ({ type: "operator.readied", desk: someDesk(draw) })],
  [4, deskLinkHappens],
  [1, deskChanges],
  [4, lineHappens],
  [5, promptEnds],
  [3, holds],
  [4, asksParty],
  [5, partySpeaks],
  [6, arrangesParties],
  [1, fallbackSpeaks],
  [2, callsBack],
  [3, endsCallback],
  [2, reports],
  [2, dispatches],
  [7, agencySpeaks],
  [1, incidentMoves],
  [1, houseSpeaks],
  [5, answersQuestion],
  [3, parks],
  [1, announces],
  [3, glances],
  [1, changesPolicy],
];
const bag = acts.flatMap(([times, act]) => Array.from({ length: times }, () => act));

/** The next thing that happens in a room in this state. */
export const nextInput = (state: CentreState, draw: Draw, names: Names): Input => pick(draw, bag)(state, draw, names);
