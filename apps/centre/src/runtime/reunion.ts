import {
  exchangeLinkProtocol,
  type Hello,
  type LineSetting,
  type PresentedCaller,
} from "@siaga/contracts/exchange-link";
import { type CentreEvent, type PersonalId, reconcile, snapshotOf } from "@siaga/core";
import type { ExchangeLink, Session } from "../link/exchange-link.ts";
import type { Clock } from "../ports.ts";
import { callerOf } from "./arrivals.ts";
import type { Reunited } from "./centre.ts";
import type { HelloLetter } from "./mailbox.ts";
import type { Numbers } from "./numbers.ts";
import type { Standing } from "./standing.ts";
import { nothingDecided, take } from "./turn.ts";

export type ReunionParts = {
  readonly standing: Standing;
  readonly centre: string;
  readonly epoch: number;
  readonly lines: readonly LineSetting[];
  readonly clock: Clock;
  readonly link: Pick<ExchangeLink, "welcome">;
};

/** Callers of calls that arrived while the exchange was alone get their ids; everything else of the hello stays. */
export async function identifyLate(
  hello: Hello,
  session: Session,
  { numbers, presented }: { readonly numbers: Numbers; readonly presented: (id: PersonalId, number: string) => void },
): Promise<HelloLetter> {
  const known = Object.values(hello.latePresented).flatMap(({ number }: PresentedCaller) => number ?? []);
  const { ids, owed } = await numbers.resolve(known);
  for (const [number, id] of ids) presented(id, number);
  const lateFacts = hello.lateFacts.map((fact): CentreEvent => {
    if (fact.type !== "call.admitted" || fact.caller.kind === "number") return fact;
    const number = hello.latePresented[fact.call]?.number;
    return { ...fact, caller: callerOf(number ? ids.get(number) : undefined) };
  });
  return { kind: "hello", hello: { ...hello, lateFacts }, session, owed };
}

/**
 * Decides a reunion: late facts enter the log with their own times, calls the exchange lost end as interrupted, and
 * what must stand is asked for again. The numbering of reports starts anew with each run of the exchange.
 */
export function openReunions(parts: ReunionParts): (letter: HelloLetter, keptBefore: number) => Reunited {
  let run = "";
  return ({ hello, session, owed }, keptBefore) => {
    const kept = hello.exchange === run ? keptBefore : 0;
    run = hello.exchange;
    const decided = nothingDecided(session, kept);
    decided.owed.push(...owed);
    const step = reconcile(parts.standing.state, {
      lateFacts: hello.lateFacts,
      heldCalls: hello.held,
      connectedDesks: hello.connectedDesks,
      now: parts.clock.now(),
    });
    take(parts.standing, step, decided);
    return { decided, welcome: () => parts.link.welcome(welcomeOf(parts, kept), session) };
  };
}

const welcomeOf = ({ standing, centre, epoch, lines }: ReunionParts, kept: number) => ({
  kind: "welcome" as const,
  protocol: exchangeLinkProtocol,
  centre,
  epoch,
  seq: standing.seq,
  policy: standing.state.policy,
  lines,
  state: snapshotOf(standing.state),
  kept,
});
