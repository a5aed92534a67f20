import { triageDefaults } from "#admission";
import { emptyCentre, type CentreState } from "../state.ts";
import type { Input, InputOf } from "../input.ts";
import { normalPolicy, type Policy } from "../policy.ts";
import { centre, type Step } from "../centre.ts";
import type { CentreEvent } from "../event.ts";
import type { Effect } from "../effect.ts";
import type { DeskId, DeskRole, Instant } from "#kernel";

/** A city whose room overflows to one neighbouring centre. */
export const serang: Policy = { ...normalPolicy, fallback: [{ name: "tetangga", number: "0254112" }] };

/** Seconds as an instant. */
export const at = (seconds: number): Instant => seconds * 1000;

/** A call on line 112 whose caller is known by `p-<call>`, unless told otherwise. */
export const arrival = (call: string, told: Partial<InputOf<"call.arrived">> = {}): InputOf<"call.arrived"> => ({
  type: "call.arrived",
  call,
  line: "112",
  trunk: "trunk-1",
  caller: { kind: "number", id: `p-${call}` },
  history: null,
  test: false,
  ...told,
});

/** A room that is played input by input and keeps all that came of it. */
export type Room = {
  readonly state: CentreState;
  readonly events: CentreEvent[];
  readonly effects: Effect[];
  play(seconds: number, ...inputs: readonly Input[]): Step;
};

/** An empty room. */
export function emptyRoom(policy: Policy = serang): Room {
  const state = emptyCentre(policy);
  const events: CentreEvent[] = [];
  const effects: Effect[] = [];
  return {
    state,
    events,
    effects,
    play(seconds, ...inputs) {
      const steps = inputs.map((input) => centre(state, input, at(seconds)));
      const led = { state, events: steps.flatMap((one) => one.events), effects: steps.flatMap((one) => one.effects) };
      events.push(...led.events);
      effects.push(...led.effects);
      return led;
    },
  };
}

/** What it takes to sit down, be connected and be ready. */
export const readied = (desk: DeskId, role: DeskRole = "call-taker"): Input[] => [
  { type: "operator.signed-in", operator: `op-${desk}`, desk, role },
  { type: "desk.connected", desk },
  { type: "operator.readied", desk },
];

/** A room with these call takers ready since second 0. */
export function roomWith(...desks: readonly DeskId[]): Room {
  const room = emptyRoom();
  desks.forEach((desk, index) => room.play(index / 1000, ...readied(desk)));
  return room;
}

/** The types of events, in order. */
export const typesOf = (step: Pick<Step, "events">): string[] => step.events.map(({ type }) => type);

/** Effects of one type. */
export function effectsOf<T extends Effect["type"]>(step: Pick<Step, "effects">, type: T) {
  return step.effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
}

/** So many operators under triage, each in a call that rang at second 10: the first caller left waiting begins a surge. */
export function busyRoom(operators: number, triage = triageDefaults): Room {
  const room = emptyRoom({ ...serang, triage });
  for (let seat = 1; seat <= operators; seat += 1) {
    const [call, desk] = [`talks-${seat}`, `meja-${seat}`];
    room.play(1, ...readied(desk));
    room.play(10, arrival(call), { type: "offer.accepted", call, desk });
  }
  return room;
}
