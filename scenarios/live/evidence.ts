import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { type Configuration, readConfiguration, readKeys } from "@siaga/configuration";
import { until } from "@siaga/media/instrument";
import { openRecord, type Stored, startPostgres } from "@siaga/postgres";
import { type DeskPerson, sitDown } from "./desk.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";
import { type Exchange, openTelephones, type Telephone } from "./telephone.ts";

/** Generous: a loaded machine is slow, a broken centre never gets there. */
export const patience = 40_000;

export type Ledger = {
  readonly incoming: number;
  readonly open: number;
  readonly outcomes: Readonly<Record<string, number>>;
};

export type Step = (name: string, run: () => Promise<void>) => Promise<void>;

/** Stories in the middle of a step, or with one that failed. */
const failing = new WeakSet<TestContext>();

/** The steps of a story, in order: one that fails ends it, because the next ones build on it. */
export function stepsOf(story: TestContext): Step {
  return async (name, run) => {
    if (failing.has(story)) return;
    await story.test(name, async () => {
      failing.add(story);
      await run();
      failing.delete(story);
    });
  };
}

/** An instance with its callers and desks, cleared away in reverse order whatever happens. */
export type Scene = {
  readonly instance: Instance;
  readonly telephones: Exchange;
  readonly step: Step;
  sitDown(username: string, desk: string, tone: number): Promise<DeskPerson>;
  /** Something more to put right when the story ends. */
  onEnd(putRight: () => unknown): void;
};

/** What the processes said is shown when the story fails. */
export async function openScene(story: TestContext, options: InstanceOptions = {}): Promise<Scene> {
  const endings: (() => unknown)[] = [];
  story.after(async () => {
    for (const putRight of endings.toReversed()) {
      await Promise.resolve()
        .then(putRight)
        .catch(() => {});
    }
  });
  const instance = await startInstance(options);
  endings.push(() => void (failing.has(story) && console.error(instance.said())));
  endings.push(() => instance.stop());
  const telephones = await openTelephones(instance);
  endings.push(() => telephones.close());
  return {
    instance,
    telephones,
    step: stepsOf(story),
    async sitDown(username, desk, tone) {
      const person = await sitDown(instance, username, desk, tone);
      endings.push(() => person.close());
      return person;
    },
    onEnd: (putRight) => void endings.push(putRight),
  };
}

/** Each hears the other's tone. */
export async function hearOneAnother(desk: DeskPerson, caller: Telephone): Promise<void> {
  await caller.hearsSoon(desk.tone);
  await until(
    `${caller.tone} Hz at ${desk.desk}`,
    async () => ((await desk.hears(caller.tone))[0] ?? 0) > 0.05,
    patience,
  );
}

/** Whichever of the desks rings first. */
export function whereItRings(desks: readonly DeskPerson[]): Promise<DeskPerson> {
  const ringing = async (): Promise<DeskPerson | null> => {
    for (const desk of desks) if (await desk.page.getByTestId("answer").isVisible()) return desk;
    return null;
  };
  return until("a desk rings", ringing, patience);
}

/** The operator wants the next call now. */
export async function finishWrapUp({ page }: Pick<DeskPerson, "page">): Promise<void> {
  await page.getByTestId("finish-wrap-up").click({ timeout: patience });
  await page.getByTestId("finish-wrap-up").waitFor({ state: "detached", timeout: patience });
}

export async function ledgerOf(instance: Instance): Promise<Ledger> {
  return JSON.parse(await instance.siaga("ledger", "--json")) as Ledger;
}

/** Waits until nothing is open and this many calls came; then every one of them has exactly one outcome. */
export async function reconciled(instance: Instance, incoming: number): Promise<Ledger> {
  let last: Ledger | null = null;
  await until(
    "every call has its outcome",
    async () => {
      last = await ledgerOf(instance).catch(() => null);
      return last !== null && last.open === 0 && last.incoming >= incoming;
    },
    patience,
  ).catch((error: Error) => assert.fail(`${error.message}; the ledger: ${JSON.stringify(last)}`));
  const ledger = await ledgerOf(instance);
  const settled = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0);
  assert.deepEqual({ incoming: ledger.incoming, settled }, { incoming, settled: incoming });
  return ledger;
}

/** Waits until the ledger is exactly this, with nothing open. */
export async function settledLedger(instance: Instance, outcomes: Readonly<Record<string, number>>): Promise<void> {
  const incoming = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const ledger = await reconciled(instance, incoming);
  assert.deepEqual(Object.fromEntries(Object.entries(ledger.outcomes).filter(([, count]) => count > 0)), outcomes);
}

export async function chainIntact(instance: Instance): Promise<void> {
  assert.match(await instance.siaga("audit", "verify"), /chain intact/);
}

/** The log of a running instance, from its first event. */
export async function logOf(instance: Instance): Promise<readonly Stored[]> {
  const { dataDir, centreId } = configurationOf(instance);
  const database = await startPostgres({ dataDir });
  assert.ok(database.ok);
  database.leave();
  const record = await openRecord({ url: database.url, centreId, keys: readKeys(dataDir) });
  const log: Stored[] = [];
  for await (const stored of record.log.read(0)) log.push(stored);
  await record.close();
  return log;
}

/** Process id of the instance's own PostgreSQL; its cluster may lie outside a folder only root may enter. */
export function postmasterOf({ dataDir }: Instance): number {
  const pointer = join(dataDir, "postgres-is-at");
  const home = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : join(dataDir, "postgres");
  return Number(readFileSync(join(home, "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
}

/** Process id of the exchange's media process. */
export function mediaOf(instance: Instance): number {
  const exchange = instance.pidOf("exchange");
  const children = readFileSync(`/proc/${exchange}/task/${exchange}/children`, "utf8").trim().split(" ").map(Number);
  const media = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("/media/"));
  if (media === undefined) throw new Error("the exchange has no media process");
  return media;
}

/** Process id of the house that started this instance's parts. */
export function houseOf(instance: Instance): number {
  const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${instance.pidOf("exchange")}/status`, "utf8"))?.[1];
  return Number(parent);
}

/** False for one that ended and waits for its parent to notice. */
export const lives = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

export function configurationOf({ env }: Instance): Configuration {
  const read = readConfiguration(env, resolve(import.meta.dirname, "../.."));
  assert.ok(read.ok);
  return read.configuration;
}
