import type { Agenda, Entry } from "../agenda.ts";
import type { Room } from "../room/room.ts";
import { shedFor } from "../room/shedding.ts";
import type { Person } from "./arrivals.ts";
import type { CallerClass } from "./classes.ts";
import type { Disaster } from "./disaster.ts";
import { chanceOf, type Drawn, drawCall, hesitation, labelled, pauseBefore, responseOf } from "./drawn.ts";
import { type Menu, menuChance, spentIn } from "./menu.ts";
import type { Numbers } from "./numbers.ts";

/** What became of a person, over all their calls. Times in ms. */
export type Fate = {
  readonly person: Person;
  answeredAt: number | null;
  refusals: number;
  /** Operator time with this person. */
  talked: number;
  calls: number;
  answers: number;
  /** Heard that the incident is known, and was content. */
  content: boolean;
};

/** The world around the callers. */
export type World = {
  readonly seed: number;
  readonly agenda: Agenda;
  readonly room: Room;
  readonly numbers: Numbers;
  readonly channels: { used: number; readonly most: number };
  readonly pickUp: number;
  /** Refused before the room hears of it: only what is compared with does that. */
  readonly blocks: (person: Person) => boolean;
  /** What the room is told of the caller: their faded history, or the truth, for a policy that knows everything. */
  readonly told: (person: Person) => {
    readonly number: string | null;
    readonly faded: { nuisance: number; genuine: number };
  };
  readonly classOf: (person: Person) => CallerClass;
  readonly disaster: Disaster;
  readonly parks: Parks;
  readonly glances: Glances;
  readonly menu: Menu | null;
  readonly sheds: boolean;
};

/** How operators answer when asked to let a caller wait again: assumptions about people. */
export type Parks = {
  /** Shares let wait each time the operator is asked: nuisance, callers for information, and real callers by mistake. */
  readonly recognised: number;
  readonly information: number;
  readonly mistaken: number;
  readonly after: number;
};

/** What a moment of listening tells an operator: whoever is in need sounds so, and nuisance may. Assumptions about people. */
export type Glances = { readonly heard: number; readonly mistaken: number };

/** One person with a telephone, from the first call until they give up or were helped. */
export function call(person: Person, world: World): Fate {
  const kind = world.classOf(person);
  const fate: Fate = { person, answeredAt: null, refusals: 0, talked: 0, calls: 0, answers: 0, content: false };
  world.agenda.at(person.at, () => dial(fate, kind, world));
  return fate;
}

function dial(fate: Fate, kind: CallerClass, world: World): void {
  const { agenda, room, channels } = world;
  const { person } = fate;
  if (agenda.now > person.until) return;
  fate.calls += 1;
  const chance = chanceOf(world.seed, person.key, fate.calls);
  if (world.blocks(person)) return refused(fate, kind, world, chance.unit(), person.class === "redialler" ? 20 : 0);
  const name = `${person.key}-${fate.calls}`;
  const { number, faded } = world.told(person);
  const caller = number === null ? ({ kind: "withheld" } as const) : ({ kind: "number", id: number } as const);
  const history = { callsToday: 0, calls30Days: 0, classified: {}, genuine: { count: 0, lastAt: null }, faded };
  const arrival = { call: name, line: "112", trunk: "trunk", caller, history, test: false };
  if (channels.used >= channels.most && world.sheds) shedFor(room, arrival, agenda.now);
  if (channels.used >= channels.most) {
    room.play({ type: "call.congested", status: 503, ...arrival });
    return refused(fate, kind, world, chance.unit(), 0);
  }
  channels.used += 1;
  const comesToTheRoom = speak(fate, kind, world, name, drawCall(kind, chance));
  const arrive = (): void => {
    comesToTheRoom();
    room.play({ type: "call.arrived", ...arrival });
  };
  if (world.menu === null) return arrive();
  agenda.at(agenda.now + spentIn(world.menu, kind, menuChance(world.seed, person.key, fate.calls)), arrive);
}

function refused(fate: Fate, kind: CallerClass, world: World, drawn: number, longer: number): void {
  fate.refusals += 1;
  dialAgain(fate, kind, world, kind.refused, drawn, longer);
}

function dialAgain(
  fate: Fate,
  kind: CallerClass,
  world: World,
  redial: CallerClass["abandoned"],
  drawn: number,
  longer = 0,
): void {
  if (drawn >= redial.probability || fate.calls >= kind.attempts) return;
  const pause = pauseBefore(world.seed, fate.person.key, fate.calls, redial, longer);
  world.agenda.at(world.agenda.now + pause, () => dial(fate, kind, world));
}

/** The share of callers of this kind whom operators let wait. Where they are not asked to, information goes on. */
function letsWait(parks: Parks, { nuisance, inNeed }: CallerClass, { state }: Room): number {
  if (nuisance) return parks.recognised;
  return !inNeed && state.policy.triage?.parkInformation === true ? parks.information : parks.mistaken;
}

/** One call on the line; what is returned lets the caller's patience begin. */
function speak(fate: Fate, kind: CallerClass, world: World, name: string, drawn: Drawn): () => void {
  const { person } = fate;
  const { agenda, room, channels } = world;
  let [asked, askedToPark, joinedAt, left] = [0, 0, 0, drawn.service];
  let [end, patience]: [Entry | null, Entry | null] = [null, null];

  const wait = (): void => {
    patience = agenda.at(agenda.now + drawn.patience, () => {
      over();
      room.play({ type: "call.hung-up", call: name });
      if (!fate.content && (fate.answeredAt === null || !kind.inNeed))
        dialAgain(fate, kind, world, kind.abandoned, drawn.redial);
    });
  };
  const over = (): void => {
    if (patience !== null) patience.happens = null;
    room.disconnect(name);
    channels.used -= 1;
  };
  const hangUpContent = (): void => {
    if (joinedAt > 0 || patience?.happens == null) return;
    fate.content = true;
    over();
    room.play({ type: "call.hung-up", call: name });
  };
  const finish = (desk: string): void => {
    over();
    fate.talked += agenda.now - joinedAt + world.pickUp;
    const nuisance = drawn.label < (kind.nuisance ? labelled.nuisance : labelled.real);
    const silent = nuisance && kind.silent === true;
    world.numbers.label(fate.person.number, silent ? "silent" : nuisance ? "nuisance" : "genuine", agenda.now);
    const classification = silent ? "silent" : nuisance ? "prank" : kind.inNeed ? "emergency" : "information";
    room.play({ type: "call.classified", call: name, operator: desk, classification });
    room.play({ type: "call.released", call: name, desk });
    if (kind.returns !== null) dialAgain(fate, kind, world, kind.returns, drawn.redial);
  };
  room.connect(name, {
    asked(digit) {
      const prompt = room.state.policy.triage?.challenge?.prompt ?? 0;
      const after = agenda.now + prompt + hesitation(drawn, asked);
      const response = responseOf(kind, drawn, asked);
      asked += 1;
      if (response === "strong") agenda.at(after, () => room.play({ type: "digit.received", call: name, digit }));
      if (response === "weak") agenda.at(after, () => room.play({ type: "speech.heard", call: name }));
    },
    joined(desk) {
      if (patience !== null) patience.happens = null;
      fate.answeredAt ??= agenda.now;
      fate.answers += 1;
      joinedAt = agenda.now;
      if (person.class === "disaster") left *= world.disaster.reported(name, desk);
      end = agenda.at(agenda.now + left, () => finish(desk));
    },
    mayBeParked: () => {
      const { parks } = world;
      const drawnNow = drawn.parked[askedToPark++] ?? 1;
      return { yes: drawnNow < letsWait(parks, kind, room), after: parks.after };
    },
    glanced: () => drawn.glanced < (kind.nuisance ? world.glances.mistaken : world.glances.heard),
    told() {
      const { content, somethingElse } = kind.bulletin;
      const after = agenda.now + world.disaster.bulletin + 1_500;
      if (drawn.told < content) agenda.at(after, () => hangUpContent());
      else if (drawn.told < content + somethingElse) {
        agenda.at(after, () => room.play({ type: "digit.received", call: name, digit: "1" }));
      }
    },
    parted() {
      // A real caller who was let wait by mistake has not been helped.
      if (kind.inNeed) fate.answeredAt = null;
      if (end !== null) end.happens = null;
      left -= agenda.now - joinedAt;
      fate.talked += agenda.now - joinedAt + world.pickUp;
      wait();
    },
    shed() {
      over();
      room.play({ type: "call.hung-up", call: name });
      refused(fate, kind, world, drawn.redial, 0);
    },
  });
  return wait;
}
