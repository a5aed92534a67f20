import type { KeyedEffect } from "@siaga/contracts/exchange-link";
import type { CallId, CentreState, EffectOf, ExchangeEffect, PersonalId } from "@siaga/core";
import { callCardOf } from "./call-card.ts";

/** What an effect needs beside itself when it leaves for the exchange. */
export type EffectSources = {
  readonly epoch: number;
  readonly state: () => CentreState;
  readonly masked: (id: PersonalId) => string | null;
  readonly lineName: (line: string) => string;
};

/** Gives each effect its idempotency key `<epoch>:<seq>:<index>`; indexes go on while the seq stands still. */
export function effectKeys(epoch: number): (seq: number) => string {
  let at = -1;
  let index = 0;
  return (seq) => {
    index = seq === at ? index + 1 : 0;
    at = seq;
    return `${epoch}:${seq}:${index}`;
  };
}

/** An effect as the exchange receives it; a ringing desk gets the card to show at once. */
export function keyedEffect(effect: ExchangeEffect, key: string, sources: EffectSources): KeyedEffect {
  if (effect.type !== "operator.ring") return { key, effect };
  const card = cardFor(effect, sources);
  return card === null ? { key, effect } : { key, effect, card };
}

function cardFor({ call: id }: EffectOf<"operator.ring">, { state, masked, lineName }: EffectSources) {
  const call = state().calls.get(id satisfies CallId);
  if (call === undefined) return null;
  const number = call.caller.kind === "number" ? masked(call.caller.id) : null;
  return callCardOf(call, lineName(call.line), number);
}
