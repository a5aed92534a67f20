import {
  type Call,
  type CentreEvent,
  type CentreState,
  countEvent,
  type Effect,
  emptyCentre,
  emptyLedger,
  type Input,
  normalPolicy,
  triageDefaults,
} from "@siaga/core";
import { type Clockwork, clockwork } from "@siaga/core/rehearsal";
import type { AgencyAct, CallerAct, CallerState, DeskAct, Expectation, Story } from "./story.ts";
import { type Failures, judgeLedger, judgeLog } from "./verdict.ts";

/** When stories begin on the core's clock. */
const beginning = 1_700_000_000_000;

type Played = { readonly failures: Failures; readonly log: readonly CentreEvent[] };

const question = "challenge-";
const callOf = (caller: string): string => `call-${caller}`;

/** Plays a story on the core alone: timers fire at their time, nothing else moves. */
export function playOnCore(story: Story): Played {
  const fallback = story.fallback.map((name, index) => ({ name, number: `+62254000${index}` }));
  const triage = story.order === "triage" ? triageDefaults : null;
  const log: CentreEvent[] = [];
  const effects: Effect[] = [];
  const room = clockwork(emptyCentre({ ...normalPolicy, fallback, triage }), (_timed, step) => {
    log.push(...step.events);
    effects.push(...step.effects);
  });
  const failures: Failures = [];
  for (const step of story.steps) {
    const now = beginning + step.at;
    room.pass(now);
    if (!("expect" in step)) room.play(inputOf(story, step, room.state, effects), now);
    else if (!holds(step.expect, room, effects))
      failures.push(`at ${step.at} ms: not so: ${JSON.stringify(step.expect)}`);
  }
  const calls = new Map(Object.keys(story.log).map((caller) => [caller, callOf(caller)]));
  const ledger = emptyLedger();
  for (const event of log) countEvent(ledger, event);
  return { failures: [...failures, ...judgeLog(story, calls, log), ...judgeLedger(story, ledger)], log };
}

function inputOf(
  story: Story,
  act: CallerAct | DeskAct | AgencyAct,
  state: CentreState,
  effects: readonly Effect[],
): Input {
  if (!("desk" in act) && "agency" in act) return agencyInput(act);
  return "desk" in act ? deskInput(act, state) : callerInput(story, act, effects);
}

const partyOf = (agency: string): string => `party-${agency}`;

function agencyInput({ agency, does }: AgencyAct): Input {
  const party = partyOf(agency);
  if (does === "answers") return { type: "party.answered", party };
  return { type: "party.ended", party, code: does === "is-busy" ? 486 : 200 };
}

function callerInput(story: Story, act: CallerAct, effects: readonly Effect[]): Input {
  const call = callOf(act.caller);
  switch (act.does) {
    case "dials": {
      const known = story.callers[act.caller] !== undefined;
      const caller = known
        ? ({ kind: "number", id: `person-${act.caller}` } as const)
        : ({ kind: "withheld" } as const);
      return { type: "call.arrived", call, line: act.line, trunk: "story", caller, history: null, test: false };
    }
    case "hangs-up":
      return { type: "call.hung-up", call };
    case "hears-out": {
      const playing = effects.findLast((effect) => effect.type === "prompt.play" && effect.call === call);
      if (playing?.type !== "prompt.play") throw new Error(`${act.caller} hears no prompt that could end`);
      return { type: "prompt.ended", call, prompt: playing.prompt };
    }
    case "presses-asked": {
      const asked = effects.flatMap((effect) =>
        effect.type === "prompt.play" && effect.call === call ? effect.prompt : [],
      );
      const digit = asked.findLast((prompt) => prompt.startsWith(question))?.slice(question.length);
      if (digit === undefined) throw new Error(`${act.caller} was asked for no digit`);
      return { type: "digit.received", call, digit };
    }
  }
}

function deskInput(act: DeskAct, state: CentreState): Input {
  const { desk } = act;
  switch (act.does) {
    case "signs-in":
      return { type: "operator.signed-in", operator: act.operator, desk, role: act.role };
    case "signs-out":
      return { type: "operator.signed-out", desk };
    case "connects":
      return { type: "desk.connected", desk };
    case "vanishes":
      return { type: "desk.vanished", desk };
    case "readies":
      return { type: "operator.readied", desk };
    case "consults": {
      const { agency } = act;
      const to = { kind: "agency", agency } as const;
      return { type: "party.requested", call: callOf(act.caller), desk, party: partyOf(agency), to, how: "consult" };
    }
    case "classifies": {
      const operator = state.desks.get(desk)?.operator ?? desk;
      return { type: "call.classified", call: callOf(act.caller), operator, classification: act.as };
    }
    default:
      return { type: inConversation[act.does], call: callOf(act.caller), desk };
  }
}

const inConversation = {
  answers: "offer.accepted",
  declines: "offer.declined",
  holds: "hold.requested",
  resumes: "hold.ended",
  releases: "call.released",
  leaves: "transfer.completed",
} as const;

function holds(expected: Expectation, { state }: Clockwork, effects: readonly Effect[]): boolean {
  if ("caller" in expected) return callerState(state.calls.get(callOf(expected.caller))) === expected.is;
  if ("desk" in expected) return state.desks.get(expected.desk)?.state === expected.is;
  if ("callbackFor" in expected) return state.callbacks.has(callOf(expected.callbackFor)) === expected.stands;
  if ("alarm" in expected) {
    return [...state.alarms.values()].some(({ alarm }) => alarm === expected.alarm) === expected.sounds;
  }
  const call = callOf(expected.ringsFor);
  const asked = effects.findLast(({ type, ...of }) => type.startsWith("fallback.") && "call" in of && of.call === call);
  return asked?.type === "fallback.ring" && asked.target.name === expected.fallback;
}

function callerState(call: Call | undefined): CallerState {
  switch (call?.state) {
    case undefined:
    case "ended":
      return "gone";
    case "answered":
      return "talking";
    case "held":
      return "on-hold";
    case "elsewhere":
    case "transferred":
      return "talking-elsewhere";
    default:
      return call?.announcedAt === null ? "ringing" : "waiting";
  }
}
