import { setTimeout as pause } from "node:timers/promises";
import { knownPrompts, openEar } from "@siaga/callers/flood";
import { normalPolicy } from "@siaga/core";
import { spokenPrompts } from "@siaga/media";
import { until } from "@siaga/media/instrument";
import type { AgencyAct, CallerAct, CallerState, DeskAct, Expectation, Story } from "../story.ts";
import { type Failures, judgeLedger, judgeLog } from "../verdict.ts";
import { type Ledger, ledgerOf, patience } from "./evidence.ts";
import type { Instance } from "./instance.ts";
import type { CalledParty, RungTelephone } from "./peers/called-party.ts";
import type { LogReader } from "./peers/log-reader.ts";
import { openSeat, type Seat } from "./peers/seat.ts";
import { audible, type Exchange, type Telephone } from "./telephone.ts";

/** A story's second takes this many real ones; the centre's policy is shortened alike. */
const pace = 0.65;

/** What a story names, as the demo city names it. */
const desks: Readonly<Record<string, string>> = { "meja-1": "meja-1", "meja-9": "penyelia" };
const accounts: Readonly<Record<string, string>> = { ani: "ani", sri: "dedi" };
const numbers: Readonly<Record<string, string>> = {
  tetangga: "+62254200112",
  damkar: "+622540000001",
  dinkes: "+622540000003",
};

/** The configuration under which stories keep their pace: short timers, and the stories' fallback numbers. */
export const storyConfiguration = (party: CalledParty): object => ({
  sip: { trunks: [party.trunk] },
  fallback: [{ name: "tetangga", number: numbers["tetangga"] }],
  policy: {
    offerLapse: normalPolicy.offerLapse * pace,
    ringingLimit: normalPolicy.ringingLimit * pace,
    answerLimit: normalPolicy.answerLimit * pace,
    wrapUpLapse: normalPolicy.wrapUpLapse * pace,
  },
});

/** A running centre with its telephones and desks. Computers stay on their desks from one story to the next. */
export type Room = {
  readonly instance: Instance;
  readonly telephones: Exchange;
  readonly neighbour: CalledParty;
  readonly log: LogReader;
  readonly seats: Map<string, Seat>;
};

type Playing = Room & {
  readonly story: Story;
  readonly callers: Map<string, Telephone>;
  /** Agencies whose telephone was answered. */
  readonly answering: Map<string, RungTelephone>;
  /** The log's head when the story began. */
  readonly since: number;
};

/** Plays a story on the running centre: real telephones, real browsers, the same verdict as on the core. */
export async function playOnCentre(story: Story, room: Room): Promise<Failures> {
  const before = await ledgerOf(room.instance);
  const playing: Playing = { ...room, story, callers: new Map(), answering: new Map(), since: await room.log.head() };
  const failures: Failures = await tell(playing);
  for (const telephone of playing.callers.values()) await telephone.hangUp();
  failures.push(...(await judged(() => ledgerVerdict(playing, before))));
  failures.push(...(await judged(() => logVerdict(playing))));
  for (const [desk, seat] of room.seats) {
    await seat.signOut().catch(async () => {
      room.seats.delete(desk);
      await seat.close();
    });
  }
  return failures;
}

/** Every step at its time. A step that is late moves all that follow: the story waits for its players. */
async function tell(playing: Playing): Promise<Failures> {
  let begun = performance.now();
  for (const step of playing.story.steps) {
    const early = begun + step.at * pace - performance.now();
    if (early > 0) await pause(early);
    else begun -= early;
    const what = "expect" in step ? JSON.stringify(step.expect) : JSON.stringify(step);
    try {
      if ("expect" in step) await until(what, () => holds(step.expect, playing), patience);
      else if ("desk" in step) await deskActs(step, playing);
      else if ("agency" in step) await agencyActs(step, playing);
      else await callerActs(step, playing);
    } catch (error) {
      return [`at ${step.at} ms: ${what}: ${(error as Error).message}`];
    }
  }
  return [];
}

/** Agencies' telephones ring at the other end of the trunk, where the fallback's does. */
async function agencyActs({ agency, does }: AgencyAct, { neighbour, answering }: Playing): Promise<void> {
  if (does === "hangs-up") return answering.get(agency)?.hangUp();
  const telephone = await neighbour.rung(numbers[agency] ?? "");
  if (does === "is-busy") return telephone.isBusy();
  await telephone.answer(elsewhereTone);
  answering.set(agency, telephone);
}

async function callerActs(act: CallerAct, playing: Playing): Promise<void> {
  const { story, callers, telephones } = playing;
  if (act.does === "dials") {
    const tone = toneOf(act.caller, playing);
    const telephone = await telephones.dial({ number: story.callers[act.caller] ?? null, line: act.line, tone });
    callers.set(act.caller, telephone);
    return telephone.ringing();
  }
  const telephone = telephoneOf(act.caller, playing);
  if (act.does === "hangs-up") return telephone.hangUp();
  if (act.does === "presses-asked") return pressAsked(telephone);
  await telephone.hearsSound();
  const call = (await callIds(playing)).get(act.caller);
  const heardOut = async (): Promise<boolean> =>
    (await playing.log.after(playing.since)).some(
      ({ event }) => event.type === "prompt.completed" && event.call === call,
    );
  await until(`${act.caller} hears the prompt to its end`, heardOut, patience);
}

/** The digit is heard, not known. */
async function pressAsked({ peer, press }: Telephone): Promise<void> {
  const ear = openEar(knownPrompts(spokenPrompts("id")));
  let at = 0;
  const asked = await until("a question", () => {
    for (; at < peer.heard.length; at += 1) {
      const heard = ear.hear(peer.heard[at]!.packet.payload);
      if (heard?.type === "asked") return heard;
    }
    return null;
  });
  await pause(asked.endsIn);
  await press(asked.digit);
}

async function deskActs(act: DeskAct, playing: Playing): Promise<void> {
  const seat = await seatOf(act.desk, playing);
  const acts: { readonly [does in DeskAct["does"]]: (act: Extract<DeskAct, { does: does }>) => Promise<void> } = {
    "signs-in": ({ operator }) => seat.signIn(accounts[operator] ?? operator),
    connects: () => seat.connect(),
    readies: () => seat.ready(),
    vanishes: () => seat.vanish(),
    "signs-out": () => seat.signOut(),
    answers: () => seat.answer(),
    declines: () => seat.decline(),
    holds: () => seat.hold(),
    resumes: () => seat.resume(),
    releases: () => seat.release(),
    leaves: () => seat.leave(),
    consults: ({ agency }) => seat.consult(agency),
    classifies: ({ as }) => seat.classify(as),
  };
  return (acts[act.does] as (act: DeskAct) => Promise<void>)(act);
}

async function holds(expected: Expectation, playing: Playing): Promise<boolean> {
  const seats = [...playing.seats.values()];
  if ("desk" in expected) return (await (await seatOf(expected.desk, playing)).state()) === expected.is;
  if ("fallback" in expected) return playing.neighbour.ringing(numbers[expected.fallback] ?? "") !== undefined;
  if ("alarm" in expected) {
    const sounding = await Promise.all(seats.map((seat) => seat.sounds(expected.alarm)));
    return sounding.every((sounds) => sounds === expected.sounds);
  }
  if ("callbackFor" in expected) return (await isOwed(expected.callbackFor, playing)) === expected.stands;
  return experiences(expected.is, telephoneOf(expected.caller, playing), playing);
}

/** By the log: the list on a desk is hidden while it writes. */
async function isOwed(caller: string, playing: Playing): Promise<boolean> {
  const call = (await callIds(playing)).get(caller);
  const row = (await playing.log.after(playing.since)).findLast(
    ({ event: { type, ...of } }) =>
      (type === "callback.opened" || type === "callback.closed") && "callback" in of && of.callback === call,
  );
  return row?.event.type === "callback.opened";
}

/** What the caller's own ear and the ears in the room tell; no screen is asked. */
async function experiences(state: CallerState, telephone: Telephone, playing: Playing): Promise<boolean> {
  const seats = [...playing.seats.values()];
  const heard = seats.filter(({ tone }) => (telephone.hears([tone])[0] ?? 0) > audible);
  switch (state) {
    case "ringing":
      return telephone.state() === "ringing";
    case "gone":
      return telephone.state() === "ended" || telephone.state() === "failed";
    case "waiting":
    case "on-hold":
      return telephone.state() === "answered" && heard.length === 0;
    case "talking":
      return heard.length === 1 && (await heard[0]!.hears(telephone.tone));
    case "talking-elsewhere":
      return telephone.state() === "answered" && (telephone.hears([elsewhereTone])[0] ?? 0) > audible;
  }
}

/** What a fallback says when a story lets it answer. */
const elsewhereTone = 1_600;

async function seatOf(desk: string, { instance, seats }: Playing): Promise<Seat> {
  const seated = seats.get(desk) ?? (await openSeat(instance, desks[desk] ?? desk, 700 - 200 * seats.size));
  seats.set(desk, seated);
  return seated;
}

function telephoneOf(caller: string, { callers }: Playing): Telephone {
  const telephone = callers.get(caller);
  if (telephone === undefined) throw new Error(`${caller} has not dialled`);
  return telephone;
}

/** Each caller has a voice of their own. */
const toneOf = (caller: string, { callers }: Playing): number =>
  1_000 + 300 * [...callers.keys(), caller].indexOf(caller);

/** Calls are admitted in the order in which the story dials. */
async function callIds({ log, since, callers }: Playing): Promise<ReadonlyMap<string, string>> {
  const admitted = (await log.after(since)).flatMap(({ event }) =>
    event.type === "call.admitted" ? [event.call] : [],
  );
  return new Map([...callers.keys()].map((caller, index) => [caller, admitted[index] ?? ""]));
}

async function logVerdict(playing: Playing): Promise<Failures> {
  const log = await playing.log.after(playing.since);
  return judgeLog(
    playing.story,
    await callIds(playing),
    log.map(({ event }) => event),
  );
}

async function ledgerVerdict({ story, instance }: Playing, before: Ledger): Promise<Failures> {
  const { incoming, open, outcomes } = await ledgerOf(instance);
  const since = Object.entries(outcomes).map(([name, count]) => [name, count - (before.outcomes[name] ?? 0)]);
  return judgeLedger(story, { incoming: incoming - before.incoming, open, outcomes: Object.fromEntries(since) });
}

/** The log and the ledger follow a moment after the telephones: asked again until they say so, or for long enough. */
async function judged(verdict: () => Promise<Failures>): Promise<Failures> {
  let failures: Failures = [];
  await until("the verdict", async () => (failures = await verdict()).length === 0, 10_000).catch(() => {});
  return failures;
}
