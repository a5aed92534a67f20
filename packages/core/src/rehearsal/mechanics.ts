import type { CallId, DeskId, PartyId } from "#kernel";
import type { Effect, EffectOf, EffectType } from "../effect.ts";
import type { Input } from "../input.ts";
import type { Reunion } from "../reconcile.ts";
import type { Step } from "../centre.ts";

/** What a caller hears at the exchange. Nothing is what must never be. */
type Hears = "ringing" | "prompt" | "person" | "nothing";
type Leg = { desk: DeskId | null; hears: Hears };

/** An exchange by what it was asked for and did not miss: who is joined to whom, and what it holds. */
export type Mechanics = {
  readonly calls: ReadonlyMap<CallId, Leg>;
  /** By the call they stand beside. */
  readonly parties: ReadonlyMap<PartyId, CallId>;
  readonly outgoing: ReadonlyMap<CallId, Leg>;
  /** What happened out there. The exchange knows it whether or not a centre does. */
  happened(input: Input, step: Step): void;
  perform(effects: readonly Effect[]): void;
  held(): Reunion["heldCalls"];
};

/** An exchange that holds nothing yet; it performs as `apps/exchange` does, without sound. */
export function mechanics(): Mechanics {
  const calls = new Map<CallId, Leg>();
  const parties = new Map<PartyId, CallId>();
  const outgoing = new Map<CallId, Leg>();
  const drop = (call: CallId): void => {
    calls.delete(call);
    for (const [party, of] of parties) if (of === call) parties.delete(party);
  };
  const onLeg = (call: CallId, act: (leg: Leg) => void): void => {
    const leg = calls.get(call) ?? outgoing.get(call);
    if (leg !== undefined) act(leg);
  };
  const words: { readonly [T in EffectType]?: (effect: EffectOf<T>) => void } = {
    "call.ring": ({ call }) => onLeg(call, (leg) => void (leg.hears = leg.hears === "nothing" ? "ringing" : leg.hears)),
    "prompt.play": ({ call }) => onLeg(call, (leg) => void (leg.hears = leg.hears === "person" ? "person" : "prompt")),
    // A desk that has the call already changes nothing: held stays held.
    "call.join": ({ call, desk }) =>
      onLeg(call, (leg) => leg.desk !== desk && Object.assign(leg, { desk, hears: "person" })),
    "call.hold": ({ call }) => onLeg(call, (leg) => leg.desk !== null && Object.assign(leg, { hears: "prompt" })),
    "call.resume": ({ call }) => onLeg(call, (leg) => leg.desk !== null && Object.assign(leg, { hears: "person" })),
    "call.arrange": (effect) =>
      onLeg(effect.call, (leg) => Object.assign(leg, { desk: effect.desk, hears: arranged(effect) })),
    "call.hang-up": ({ call }) => drop(call),
    "call.congest": ({ call }) => drop(call),
    "party.dial": ({ call, party }) => void (calls.has(call) && parties.set(party, call)),
    "party.hang-up": ({ party }) => void parties.delete(party),
    "callback.dial": ({ outgoing: call, desk }) => void outgoing.set(call, { desk, hears: "ringing" }),
    "callback.hang-up": ({ outgoing: call }) => void outgoing.delete(call),
  };
  return {
    calls,
    parties,
    outgoing,
    happened(input, { events }) {
      for (const event of events)
        if (event.type === "call.admitted") calls.set(event.call, { desk: null, hears: "nothing" });
      if (input.type === "call.hung-up" || input.type === "call.failed" || input.type === "call.lost") drop(input.call);
      if (input.type === "party.ended") parties.delete(input.party);
      if (input.type === "callback.ended") outgoing.delete(input.outgoing);
      if (input.type === "callback.answered") onLeg(input.outgoing, (leg) => void (leg.hears = "person"));
    },
    perform(effects) {
      for (const effect of effects) (words[effect.type] as ((effect: Effect) => void) | undefined)?.(effect);
    },
    held: () => [
      ...[...calls].map(([call, { desk }]) => ({ call, joinedDesk: desk, signalling: "ringing" as const })),
      ...[...parties.keys(), ...outgoing.keys()].map((call) => {
        return { call, joinedDesk: null, signalling: "up" as const, outgoing: true };
      }),
    ],
  };
}

function arranged({ caller, desk, parties }: EffectOf<"call.arrange">): Hears {
  if (caller === "held" || caller === "ringing") return "prompt";
  if (caller === "waiting") return "nothing";
  return desk !== null || parties.some(({ is }) => is === "talking") ? "person" : "nothing";
}
