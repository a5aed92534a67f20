import type { Commit, Hello, Report, ToCentre, Welcome } from "@siaga/contracts/exchange-link";
import type { CentreState, Policy } from "@siaga/core";
import type { Logger } from "pino";
import type { Clock, Elapsed } from "../clock.ts";
import type { Limits } from "../limits.ts";
import { atMostEvery } from "./at-most.ts";
import { type Seen, seenAt, type Tell } from "./brain.ts";
import type { ExchangeJournal } from "./exchange-journal.ts";
import { helloOf, type Holding } from "./hello.ts";
import { type Leader, type LeaderEvent, nextLeader } from "./leader.ts";
import { openOverdueCalls, type PerformEffect } from "./overdue.ts";
import { openOwnBrain, type OwnBrain } from "./own-brain.ts";
import { openPerformed } from "./performed.ts";
import { openRemoteBrain } from "./remote-brain.ts";
import { type Inherited, lostCalls } from "./replay.ts";
import { watchForSilence } from "./silence.ts";
import { openStandingCopy } from "./standing.ts";

/** A proven centre's connection. */
export interface CentreSession {
  send(message: ToCentre): void;
  close(): void;
}

export type SuccessionOptions = {
  /** Names this run of the exchange. */
  readonly exchange: string;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly limits: Limits;
  readonly journal: ExchangeJournal;
  readonly perform: PerformEffect;
  readonly holding: () => Holding;
  readonly isTestLine: (line: string) => boolean;
  /** The exchange began or ceased to decide by itself. */
  readonly onFailOpen: (on: boolean) => void;
  /** A centre leads: its lines, and a state to compare with what rings and talks here. */
  readonly onWelcome: (welcome: Welcome, state: CentreState) => void;
  readonly log: Logger;
};

/** Who decides now, and the passing of that from the centre to the exchange and back (ARCHITECTURE.md, "What must hold"). */
export interface Succession {
  readonly tell: Tell;
  /** Called once, when everything it performs with stands: goes on where an earlier run of the exchange died. */
  begin(inherited: Inherited | null): void;
  leader(): Leader;
  state(): CentreState;
  /** The word to a centre that proved itself. Freezes the own brain until its welcome. */
  hello(): Promise<Hello>;
  /** `stale`: an older epoch than one already obeyed; that centre must leave. `too-late`: the hand-over was given up; it may try again. */
  welcomed(session: CentreSession, welcome: Welcome, hello: Hello): "leads" | "stale" | "too-late";
  committed(session: CentreSession, commit: Commit): void;
  /** Any word of a proven centre. */
  heard(session: CentreSession): void;
  gone(session: CentreSession): void;
  epochSeen(): number;
  close(): void;
}

export function openSuccession(options: SuccessionOptions): Succession {
  const { clock, elapsed, limits, journal, perform, log } = options;
  const standing = openStandingCopy(options.policy);
  const performed = openPerformed();
  let leader: Leader = "centre";
  let own: OwnBrain | null = null;
  let session: CentreSession | null = null;
  let heardAt = elapsed();
  let handingSince = 0;
  let reported = 0;

  const remote = openRemoteBrain(limits.centreKeeps, (report) => overdue.notKept(report));
  const tell: Tell = (input, arrived) => {
    reported += 1;
    const report: Report = { kind: "report", n: reported, ...seenAt(clock(), input, arrived) };
    if (leader === "own" && own) own.accept(report);
    else remote.accept(report);
  };
  const overdue = openOverdueCalls(journal, limits.journalKeeps, perform, tell);

  const sayUndurable = atMostEvery(1_000, elapsed, () =>
    log.error("inputs could not be journalled in time; the calls proceed"),
  );

  function beginOwn(inherited: Inherited | null): OwnBrain {
    const brain = openOwnBrain({
      state: inherited?.state ?? standing.failOpen(),
      clock,
      elapsed,
      journal,
      journalKeeps: limits.centreKeeps + limits.journalKeeps,
      perform,
      isTestLine: options.isTestLine,
      onUndurable: sayUndurable,
      onBroken: (error) => log.error({ error: String(error) }, "the own brain could not handle an input"),
      ...(inherited ? { late: inherited.late } : {}),
    });
    for (const lost of inherited ? lostCalls(inherited.state, clock()) : []) brain.accept(lost);
    return brain;
  }

  function failOpen(inherited: Inherited | null = null): void {
    const resumed = own !== null;
    own ??= beginOwn(inherited);
    const frozen: readonly Seen[] = remote.take();
    remote.detach();
    for (const report of frozen) own.accept(report);
    if (resumed) own.thaw();
    else own.begin();
    log.warn({ resumed }, "no centre: the exchange decides by itself");
    tell({ type: "alarm.noticed", alarm: "fail-open", subject: "exchange" });
    options.onFailOpen(true);
    session?.close();
    session = null;
  }

  function advance(event: LeaderEvent): void {
    const was = leader;
    leader = nextLeader(was, event);
    if (was !== "own" && leader === "own") failOpen();
    if (was !== "handing-over" && leader === "handing-over") handingSince = elapsed();
  }

  const stopWatching = watchForSilence(
    elapsed,
    limits,
    () => ({ leader, heardAt, handingSince }),
    () => advance("centre-silent"),
  );

  async function hello(): Promise<Hello> {
    heardAt = elapsed();
    advance("centre-present");
    const late = own ? await own.freeze() : null;
    return helloOf(options.exchange, standing, options.holding(), { late, unkept: remote.unkept() });
  }

  /** One centre at a time: whoever led before leaves. */
  function dismiss(successor: CentreSession, epoch: number): void {
    if (session === null || session === successor) return;
    if (epoch > standing.epochSeen()) session.send({ kind: "stale", epochSeen: epoch });
    session.close();
  }

  function welcomed(from: CentreSession, welcome: Welcome, hello: Hello): "leads" | "stale" | "too-late" {
    if (welcome.epoch < standing.epochSeen()) return "stale";
    if (leader === "own") return "too-late";
    dismiss(from, welcome.epoch);
    const wasOwn = leader === "handing-over";
    session = from;
    heardAt = elapsed();
    advance("centre-welcomed");
    own = null;
    standing.adopt(welcome);
    if (wasOwn)
      void forgetDelivered().catch((error) => log.error({ error: String(error) }, "the journal was not cleared"));
    remote.kept(welcome.kept);
    overdue.kept(welcome.kept);
    remote.attach((report) => from.send(report), hello.unkept.at(-1)?.n ?? 0);
    log.info({ epoch: welcome.epoch, seq: welcome.seq }, "a centre leads");
    options.onWelcome(welcome, standing.state());
    if (wasOwn) {
      options.onFailOpen(false);
      tell({ type: "alarm.ceased", alarm: "fail-open", subject: "exchange" });
    }
    return "leads";
  }

  /** The centre has the late facts. Calls that only our journal holds are written again before the clearing. */
  async function forgetDelivered(): Promise<void> {
    const delivered = journal.size();
    const ours = remote.unkept().filter(({ n }) => n <= overdue.highest());
    await Promise.all(ours.map((seen) => journal.append({ kind: "seen", seen })));
    await journal.clear(delivered);
  }

  function committed(from: CentreSession, commit: Commit): void {
    if (from !== session) return;
    heardAt = elapsed();
    standing.add(commit);
    remote.kept(commit.kept);
    for (const { key, effect, ...beside } of commit.effects) if (performed.first(key)) perform(effect, beside);
    overdue.kept(commit.kept);
  }

  return {
    tell,
    begin(inherited) {
      heardAt = elapsed();
      if (!inherited) return;
      leader = "own";
      failOpen(inherited);
    },
    leader: () => leader,
    state: () => own?.state ?? standing.state(),
    hello,
    welcomed,
    committed,
    heard(from) {
      if (session === null || from === session) heardAt = elapsed();
    },
    gone(from) {
      if (session !== null && from !== session) return;
      session = null;
      remote.detach();
      advance("centre-gone");
    },
    epochSeen: standing.epochSeen,
    close: stopWatching,
  };
}
