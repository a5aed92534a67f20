import { connect, type Socket } from "node:net";
import type {
  ExchangeHealth,
  Commit,
  Hello,
  LineSetting,
  Report,
  ToCentre,
  ToExchange,
} from "@siaga/contracts/exchange-link";
import { readToCentre } from "@siaga/contracts/exchange-link";
import {
  centre,
  type CentreEvent,
  type CentreState,
  type Effect,
  emptyCentre,
  type ExchangeEffect,
  type Input,
  type Policy,
  reconcile,
  snapshotOf,
} from "@siaga/core";
import { openFraming } from "../link/framing.ts";
import { proofOf } from "../link/proof.ts";

/** A small centre: the real core over the real link, without a record. Its state outlives its connections. */
export type CentrePeer = {
  readonly state: CentreState;
  readonly events: CentreEvent[];
  readonly hellos: Hello[];
  /** Everything the exchange reported and this centre kept. */
  readonly told: Input[];
  /** `stale`, once heard. */
  readonly heard: string[];
  /** What the exchange said last of how it stands. */
  health(): ExchangeHealth | null;
  /** Joins the exchange; resolves when welcomed. */
  join(options?: { readonly epoch?: number; readonly deaf?: boolean }): Promise<void>;
  /** As a person at a desk or a screen would. */
  accept(input: Input): void;
  /** An effect by itself. */
  ask(effect: ExchangeEffect, number?: string): void;
  /** kill -9: the connection breaks, no word of farewell. */
  die(): void;
};

export type CentrePeerOptions = {
  readonly socket: string;
  readonly key: Buffer;
  readonly policy: Policy;
  readonly lines: readonly LineSetting[];
};

export function centrePeer({ socket: path, key, policy, lines }: CentrePeerOptions): CentrePeer {
  const state = emptyCentre(policy);
  const events: CentreEvent[] = [];
  const hellos: Hello[] = [];
  const told: Input[] = [];
  const heard: string[] = [];
  let health: ExchangeHealth | null = null;
  let socket: Socket | null = null;
  let kept = 0;
  let asked = 0;
  let beat: NodeJS.Timeout | null = null;

  const say = (message: ToExchange): void => void socket?.write(`${JSON.stringify(message)}\n`);
  const commit = (step: { readonly events: readonly CentreEvent[]; readonly effects: readonly Effect[] }): void => {
    events.push(...step.events);
    const seq = events.length;
    const effects = step.effects.filter(isForExchange).map((effect, index) => ({
      key: `${seq}:${index}`,
      effect,
      ...(effect.type === "party.dial" ? { number: agencyNumber } : {}),
    }));
    say({ kind: "commit", seq, kept, events: step.events, effects } satisfies Commit);
  };
  const accept = (input: Input): void => commit(centre(state, input, Date.now()));

  function greet(hello: Hello, epoch: number): void {
    hellos.push(hello);
    const step = reconcile(state, {
      lateFacts: hello.lateFacts,
      heldCalls: hello.held,
      connectedDesks: hello.connectedDesks,
      now: Date.now(),
    });
    events.push(...step.events);
    say({
      kind: "welcome",
      protocol: 1,
      centre: "kota",
      epoch,
      seq: events.length,
      policy,
      lines,
      state: snapshotOf(state),
      kept,
    });
    commit({ events: [], effects: step.effects });
    for (const report of hello.unkept) keep(report);
    beat = setInterval(() => say({ kind: "beat", at: Date.now() }), 100);
  }
  function keep(report: Report): void {
    kept = report.n;
    told.push(report.input);
    accept(report.input);
  }

  return {
    state,
    events,
    hellos,
    told,
    heard,
    health: () => health,
    accept,
    ask(effect, number) {
      asked += 1;
      const keyed = { key: `asked:${asked}`, effect, ...(number === undefined ? {} : { number }) };
      say({ kind: "commit", seq: events.length, kept, events: [], effects: [keyed] });
    },
    join({ epoch = 1, deaf = false } = {}) {
      const joined = Promise.withResolvers<void>();
      const opened = connect({ path });
      socket = opened;
      const lines = openFraming();
      const words: { readonly [K in ToCentre["kind"]]: (message: Extract<ToCentre, { kind: K }>) => void } = {
        challenge: ({ nonce }) => say({ kind: "auth", mac: proofOf(nonce, key) }),
        hello(hello) {
          greet(hello, epoch);
          joined.resolve();
        },
        report: (report) => (deaf ? undefined : keep(report)),
        health: (standing) => void (health = standing),
        stale: () => void heard.push("stale"),
      };
      opened.on("data", (chunk: Buffer) => {
        for (const line of lines(chunk) ?? []) {
          const message = readToCentre(line);
          if (message) (words[message.kind] as (message: ToCentre) => void)(message);
        }
      });
      opened.on("error", joined.reject);
      opened.on("close", () => beat && clearInterval(beat));
      return joined.promise;
    },
    die() {
      if (beat) clearInterval(beat);
      socket?.destroy();
      socket = null;
    },
  };
}

/** Every party of this city answers here. */
const agencyNumber = "+62254000113";

const elsewhere = new Set<Effect["type"]>([
  "dispatch.send",
  "alarm.sound",
  "alarm.silence",
  "timer.start",
  "timer.stop",
]);
const isForExchange = (effect: Effect): effect is ExchangeEffect => !elsewhere.has(effect.type);
