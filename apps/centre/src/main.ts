/**
 * The centre: the brain of the house. Waits for the writer's lease, rebuilds what it knows from the log, then leads the
 * exchange and serves the screens until it is told to stop, another centre leads, or it meets a bug.
 */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Configuration, type InstanceKeys, readConfiguration, readKeys } from "@siaga/configuration";
import { NewerDatabaseError, openRecord, type Record } from "@siaga/postgres";
import { type Logger, pino } from "pino";
import { Registry } from "prom-client";
import { openCity } from "./city/open-city.ts";
import { openClock } from "./clock.ts";
import { watchBackups } from "./house/backups.ts";
import { watchDisks } from "./house/disks.ts";
import { openHouseGauges } from "./house/house-gauges.ts";
import { openTurnJournal } from "./runtime/journal.ts";
import { lead } from "./runtime/lead.ts";
import { openPolicyFile } from "./triage/policy-file.ts";

/** sysexits: another centre leads (EX_TEMPFAIL), a bug (EX_SOFTWARE), a configuration that cannot work (EX_CONFIG). */
const exits = { superseded: 75, bug: 70, unusable: 78 } as const;

function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(exits.unusable);
}

function configure(): Configuration {
  const read = readConfiguration();
  return read.ok ? read.configuration : refuse(read.sentences);
}

/** A database that is still starting is waited for; one that a newer release used is not. */
async function openRecordWhenThere(configuration: Configuration, keys: InstanceKeys, log: Logger): Promise<Record> {
  const url = configuration.databaseUrl;
  if (url === null) return refuse(["DATABASE_URL is not set: give the address of this instance's PostgreSQL."]);
  for (;;) {
    try {
      return await openRecord({ url, centreId: configuration.centreId, keys });
    } catch (error) {
      if (error instanceof NewerDatabaseError) return refuse([error.message]);
      log.warn({ error: (error as Error).message }, "the record cannot be opened yet");
      await wait(500);
    }
  }
}

/** Names this machine's copy of the instance. */
const seatOf = ({ dataDir }: Configuration): string =>
  createHash("sha256").update(`${hostname()}\0${dataDir}`).digest("hex").slice(0, 32);

/** Opens everything, in order. Resolves with what closes it again, in the reverse order. */
async function open(configuration: Configuration, log: Logger): Promise<() => Promise<void>> {
  const clock = openClock();
  const keys = readKeys(configuration.dataDir);
  const record = await openRecordWhenThere(configuration, keys, log);
  const registry = new Registry();
  const policyFile = openPolicyFile(configuration);
  const leading = await lead({
    configuration,
    keys,
    clock,
    record,
    registry,
    log,
    journal: await openTurnJournal(join(configuration.dataDir, "centre.journal"), keys.personal),
    agreeOnTriage: policyFile.agree,
    openCity: () => openCity(record, configuration, clock),
    seat: seatOf(configuration),
    stale() {
      log.fatal("another centre leads: this one ends");
      process.exit(exits.superseded);
    },
    broken(bug) {
      log.fatal({ err: bug }, "a bug left the state unknown: this centre ends and starts again from the log");
      process.exit(exits.bug);
    },
  });
  const { centre } = leading;
  // Loaded only now: callers are served before screens.
  const { openHttp } = await import("./http/open-http.ts");
  const http = await openHttp({ ...leading, policyFile, configuration, keys, clock, record, registry, log });
  openHouseGauges(registry, configuration, clock);
  const watches = [
    watchDisks(configuration, (input) => void centre.accept(input)),
    watchBackups(configuration, clock, (input) => void centre.accept(input)),
    clock.watch((from, to) => void centre.accept({ type: "clock.jumped", from, to })),
  ];
  return async () => {
    for (const watch of watches) watch.stop();
    await http.close();
    await leading.close();
    await record.close();
  };
}

async function main(): Promise<void> {
  const configuration = configure();
  const log = pino({ name: "centre", level: configuration.logLevel });
  let close: (() => Promise<void>) | null = null;
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await close?.();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
  // A house that died leaves nobody to stop this process in order.
  process.on("disconnect", () => void end());
  close = await open(configuration, log);
  process.send?.({ ready: true });
}

await main();
