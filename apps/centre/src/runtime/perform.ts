import type { AgencyLink } from "@siaga/agency-link";
import type { KeyedEffect } from "@siaga/contracts/exchange-link";
import type { AgencyId, CentreEvent, Effect, EffectOf, EffectType, ExchangeEffect, PersonalId } from "@siaga/core";
import type { Logger } from "pino";
import { effectKeys, type EffectSources, keyedEffect } from "../link/keyed-effects.ts";
import type { ExchangeLink } from "../link/exchange-link.ts";
import type { Timers } from "./timers.ts";

export type PerformParts = {
  readonly link: Pick<ExchangeLink, "commit">;
  readonly timers: Timers;
  readonly agencies: AgencyLink;
  readonly sources: EffectSources;
  /** A caller's number, to dial it back; null when erased. */
  readonly numberOf: (id: PersonalId) => Promise<string | null>;
  readonly agencyPhone: (agency: AgencyId) => string | null;
  /** What cannot be dialled ends like a call the network refused. */
  readonly undialled: (effect: Dialled) => void;
  readonly log: Logger;
};

/** One durable turn, to be acted upon. */
export type Turned = {
  readonly events: readonly CentreEvent[];
  readonly effects: readonly Effect[];
  readonly seq: number;
  /** Highest report of the exchange that is durable. */
  readonly kept: number;
};

/** Effects performed in this house; all others go to the exchange, which the compiler checks. */
type House = { readonly [T in Exclude<EffectType, ExchangeEffect["type"]>]: (effect: EffectOf<T>) => void };

/** Acts on what became durable: one commit to the exchange, then timers and agencies. */
export function openPerform(parts: PerformParts): (turned: Turned) => void {
  const keyAt = effectKeys(parts.sources.epoch);
  let latest = { seq: 0, kept: 0 };
  const house: House = {
    "dispatch.send": ({ dispatch, incident, agency }) => parts.agencies.send({ dispatch, incident, agency }),
    "alarm.sound": ({ alarm }) => parts.log.warn({ alarm }, "alarm"),
    "alarm.silence": ({ alarm }) => parts.log.info({ alarm }, "alarm ended"),
    "timer.start": ({ key, due, fires }) => parts.timers.start(key, due, fires),
    "timer.stop": ({ key }) => parts.timers.stop(key),
  };
  /** The number is read back only now: it rests encrypted. The exchange gets this effect a little after its commit. */
  const dial = async (effect: Dialled, key: string): Promise<void> => {
    const number = await numberFor(effect, parts).catch(() => null);
    if (number === null) return parts.undialled(effect);
    parts.link.commit({ kind: "commit", ...latest, events: [], effects: [{ key, effect, number }] });
  };
  return (turned) => {
    const outward: KeyedEffect[] = [];
    const dialled: Dialled[] = [];
    for (const effect of turned.effects) {
      if (effect.type in house) (house[effect.type as keyof House] as (effect: Effect) => void)(effect);
      else if (needsNumber(effect)) dialled.push(effect);
      else outward.push(keyedEffect(effect as ExchangeEffect, keyAt(turned.seq), parts.sources));
    }
    const { seq, kept, events } = turned;
    parts.link.commit({ kind: "commit", seq, kept, events, effects: outward });
    latest = { seq, kept };
    for (const effect of dialled) void dial(effect, keyAt(seq));
    for (const event of events) if (isAnswered(event)) parts.agencies.withdraw(event.dispatch);
  };
}

/** Effects whose number is added here, beside the log. */
type Dialled = EffectOf<"callback.dial" | "party.dial">;

/** A number that another party named is known to the exchange. */
const needsNumber = (effect: Effect): effect is Dialled =>
  effect.type === "callback.dial" || (effect.type === "party.dial" && effect.to.kind !== "referred");

async function numberFor(effect: Dialled, { numberOf, agencyPhone }: PerformParts): Promise<string | null> {
  if (effect.type === "callback.dial") return effect.caller.kind === "number" ? numberOf(effect.caller.id) : null;
  const { to } = effect;
  if (to.kind === "agency") return agencyPhone(to.agency);
  return to.kind === "number" ? numberOf(to.number) : null;
}

const isAnswered = (event: CentreEvent): event is Extract<CentreEvent, { type: "dispatch.acknowledged" }> =>
  event.type === "dispatch.acknowledged" || event.type === "dispatch.declined" || event.type === "dispatch.cleared";
