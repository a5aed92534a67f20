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
import { namelessCity } from "./city-peer.ts";
import { type ExchangePeer, openExchangePeer } from "./exchange-peer.ts";

/** A centre leading a rehearsed exchange over the real link, on a real database. */
export type Rehearsal = {
  readonly exchange: ExchangePeer;
  readonly record: Record;
  readonly leading: Leading<City>;
  /** Set when the centre was told that another leads. */
  readonly superseded: () => boolean;
  readonly journalFile: string;
  /** Ends this centre in order; the exchange and the data stay. */
  stop(): Promise<void>;
  /** Another run of the centre over the same data and exchange. */
  again(seat?: string): Promise<Rehearsal>;
  close(): Promise<void>;
};

export type RehearsalOptions = {
  readonly url: string;
  readonly policy?: Policy;
  readonly testNumbers?: ReadonlySet<string>;
};

const lines = [
  { line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: false },
  { line: "uji", dialled: ["1129"], name: "Saluran uji", test: true, recorded: false },
];

/** Opens a city of its own on the database at `url`. */
export async function openRehearsal({ url, policy = normalPolicy, testNumbers }: RehearsalOptions): Promise<Rehearsal> {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-centre-"));
  const keys = { personal: randomBytes(32), lookup: randomBytes(32), link: randomBytes(32) };
  const centreId = randomUUID();
  const exchange = await openExchangePeer(join(dataDir, "exchange.sock"), keys.link);
  const journalFile = join(dataDir, "centre.journal");

  const begin = async (seat: string): Promise<Rehearsal> => {
    const record = await openRecord({ url, centreId, keys });
    let superseded = false;
    const leading = await lead({
      configuration: { lines, exchangeLink: exchange.address, centreId, policy },
      keys,
      clock: openClock(),
      record,
      journal: await openTurnJournal(journalFile, keys.personal),
      openCity: async () => namelessCity(testNumbers),
      seat,
      registry: new Registry(),
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
