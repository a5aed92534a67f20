import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { normalPolicy, type Policy } from "@siaga/core";
import { openRecord, type Record } from "@siaga/postgres";
import { pino } from "pino";
import { Registry } from "prom-client";
import { openClock } from "../clock.ts";
import { openTurnJournal } from "../runtime/journal.ts";
import { lead, type Leading } from "../runtime/lead.ts";
import type { City } from "../ports.ts";
import type { PolicyFile } from "../triage/policy-file.ts";
import { namelessCity } from "./city-peer.ts";
import { type ExchangePeer, openExchangePeer } from "./exchange-peer.ts";

/** A centre leading a rehearsed exchange over the real link, on a real database. */
export type Rehearsal = {
  readonly exchange: ExchangePeer;
  readonly record: Record;
  readonly leading: Leading<City>;
  readonly registry: Registry;
  /** Set when the centre was told that another leads. */
  readonly superseded: () => boolean;
  readonly journalFile: string;
  /** Ends this centre in order; the exchange and the data stay. */
  stop(): Promise<void>;
  /** Another run of the centre over the same data and exchange. */
  again(seat?: string): Promise<Rehearsal>;
  close(): Promise<void>;
};

/** What makes a centre the same one again. */
export type Instance = {
  readonly dataDir: string;
  readonly centreId: string;
  readonly keys: { readonly personal: Buffer; readonly lookup: Buffer; readonly link: Buffer };
};
export function newInstance(): Instance {
  const keys = { personal: randomBytes(32), lookup: randomBytes(32), link: randomBytes(32) };
  return { dataDir: mkdtempSync(join(tmpdir(), "siaga-centre-")), centreId: randomUUID(), keys };
}

export type RehearsalOptions = {
  readonly url: string;
  /** Absent: a new one. */
  readonly instance?: Instance;
  /** Absent: what `policy` says is in force. */
  readonly policyFile?: Pick<PolicyFile, "agree">;
  readonly policy?: Policy;
  readonly testNumbers?: ReadonlySet<string>;
};

const lines = [
  { line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: false },
  { line: "uji", dialled: ["1129"], name: "Saluran uji", test: true, recorded: false },
];

/** Opens a city of its own on the database at `url`. */
export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { url, instance = newInstance(), policy = normalPolicy, testNumbers } = options;
  const { dataDir, centreId, keys } = instance;
  const exchange = await openExchangePeer(join(dataDir, "exchange.sock"), keys.link);
  const journalFile = join(dataDir, "centre.journal");

  const begin = async (seat: string): Promise<Rehearsal> => {
    const record = await openRecord({ url, centreId, keys });
    const registry = new Registry();
    let superseded = false;
    const leading = await lead({
      configuration: { lines, exchangeLink: exchange.address, centreId, policy },
      keys,
      clock: openClock(),
      record,
      journal: await openTurnJournal(journalFile, keys.personal),
      agreeOnTriage: options.policyFile?.agree ?? (() => policy.triage ?? null),
      openCity: async () => namelessCity(testNumbers),
      seat,
      registry,
      log: pino({ level: process.env["SIAGA_TEST_LOG"] ?? "silent" }),
      stale: () => void (superseded = true),
      broken: (bug) => {
        if (!superseded) throw bug;
      },
    });
    let stopped: Promise<void> | null = null;
    const stop = (): Promise<void> => (stopped ??= leading.close().then(() => record.close()));
    return {
      exchange,
      record,
      leading,
      registry,
      superseded: () => superseded,
      journalFile,
      stop,
      again: (other = seat) => begin(other),
      async close() {
        await stop();
        await exchange.close();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  };
  return begin("here");
}

/** Polls until `isSo`; the condition's own words are the failure. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, limit = 15_000): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > limit) throw new Error(`still not so after ${limit} ms: ${what}`);
    await wait(10);
  }
}
