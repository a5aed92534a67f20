import type { ToDesk } from "@siaga/contracts/desk-link";

export type Ring = Extract<ToDesk, { type: "ring" }>;
export type Card = Ring["card"];

/** The call this desk is talking on, as the exchange knows it. `card` is null for a call-back. */
export type Talking = {
  readonly call: string;
  readonly card: Card | null;
  readonly since: number;
  readonly held: boolean;
  /** Somebody else is spoken to while the caller waits. */
  readonly others: boolean;
};

/** Where this desk stands by the exchange's own word; the centre need not be there. */
export type Standing = {
  readonly ringing: readonly Ring[];
  readonly talking: Talking | null;
  /** Calls the exchange said stopped ringing or ended here: a slower live view must not ring them again. */
  readonly gone: readonly string[];
  readonly ended: { readonly call: string; readonly card: Card | null; readonly at: number } | null;
  readonly failOpen: boolean;
  readonly audio: { readonly caller: "heard" | "missing"; readonly desk: "heard" | "missing" };
  /** Another window owns this desk now. */
  readonly superseded: boolean;
  /** When a long-held caller last rang back here; null once somebody is spoken to. */
  readonly remindedAt: number | null;
  readonly refused: { readonly code: string; readonly sentence: string } | null;
};

const audioHeard = { caller: "heard", desk: "heard" } as const;

export const nowhere: Standing = {
  ringing: [],
  talking: null,
  gone: [],
  ended: null,
  failOpen: false,
  audio: audioHeard,
  superseded: false,
  remindedAt: null,
  refused: null,
};

type Hear = {
  readonly [T in ToDesk["type"]]: (was: Standing, said: Extract<ToDesk, { type: T }>, now: number) => Standing;
};

const hearing: Hear = {
  beat: (was) => was,
  answer: (was) => was,
  "audio-lost": (was) => was,
  standing: (was, said, now) => ({
    ...was,
    ringing: said.ringing.map((card) => ({ type: "ring", card, expiresAt: 0 })),
    talking: said.talking && talkingOn(said.talking.call, said.talking, said.answeredAt ?? now, said.held, said.others),
    gone: was.gone.filter((call) => call !== said.talking?.call && !said.ringing.some((card) => card.call === call)),
    ended: said.talking === null ? endedSince(was, now) : null,
    failOpen: said.failOpen,
    superseded: false,
    refused: null,
  }),
  ring: (was, said) => ({
    ...was,
    ringing: [...was.ringing.filter((ring) => ring.card.call !== said.card.call), said],
    gone: was.gone.filter((call) => call !== said.card.call),
  }),
  "stop-ringing": (was, said) => silence(was, said.call),
  joined: (was, said) => ({
    ...was,
    ringing: [],
    talking: talkingOn(said.call, cardOf(was, said.call), said.at, false),
    gone: was.gone.filter((call) => call !== said.call),
    ended: null,
    audio: audioHeard,
    remindedAt: null,
    refused: null,
  }),
  remind: (was, _said, now) => ({ ...was, remindedAt: now }),
  held: (was, said) => hold(was, said.call, true, said.others),
  resumed: (was, said) => ({ ...hold(was, said.call, false), remindedAt: null }),
  ended: (was, said, now) => ({
    ...silence(was, said.call),
    talking: was.talking?.call === said.call ? null : was.talking,
    ended: was.talking?.call === said.call ? { call: said.call, card: was.talking.card, at: now } : was.ended,
    audio: audioHeard,
  }),
  audio: (was, said) => ({ ...was, audio: { caller: said.caller, desk: said.desk } }),
  "fail-open": (was, said) => ({ ...was, failOpen: said.on }),
  superseded: (was) => ({ ...nowhere, failOpen: was.failOpen, superseded: true }),
  refused: (was, said) => ({ ...was, refused: { code: said.code, sentence: said.sentence } }),
};

/** Folds one word of the exchange. `now` is this browser's clock, ms. */
export function hearExchange(was: Standing, said: ToDesk, now: number): Standing {
  const hear = hearing[said.type] as (was: Standing, said: ToDesk, now: number) => Standing;
  return hear(was, said, now);
}

/** Both paths are down: what rang may have stopped, but a conversation is only over when the exchange says so. */
export const loseLinks = (was: Standing): Standing => ({ ...was, ringing: [] });

function talkingOn(call: string, card: Card | null, since: number, held: boolean, others = false): Talking {
  return { call, card, since, held, others };
}

function cardOf(was: Standing, call: string): Card | null {
  if (was.talking?.call === call) return was.talking.card;
  return was.ringing.find((ring) => ring.card.call === call)?.card ?? null;
}

function hold(was: Standing, call: string, held: boolean, others = false): Standing {
  if (was.talking?.call !== call) return was;
  return { ...was, talking: { ...was.talking, held, others } };
}

function silence(was: Standing, call: string): Standing {
  return {
    ...was,
    ringing: was.ringing.filter((ring) => ring.card.call !== call),
    gone: [...was.gone.filter((gone) => gone !== call), call].slice(-20),
  };
}

function endedSince(was: Standing, now: number): Standing["ended"] {
  return was.talking === null ? was.ended : { call: was.talking.call, card: was.talking.card, at: now };
}
