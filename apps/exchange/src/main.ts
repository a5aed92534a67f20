/**
 * The exchange process: mechanics of calls and desks, and a brain of its own for when the centre is gone.
 * Everything is opened here, in order; a port that is taken ends it with one sentence.
 */
import { join } from "node:path";
import { type Configuration, readConfiguration, readKeys } from "@siaga/configuration";
import { openJournal } from "@siaga/journal";
import { openMediaPlane, spokenPrompts, salvageRecordings } from "@siaga/media";
import { openSip, type SipEdge } from "@siaga/sip";
import { type Logger, pino } from "pino";
import type { JournalEntry } from "./brain/exchange-journal.ts";
import { steadyClock, wallClock } from "./clock.ts";
import { type Exchange, openExchange } from "./exchange.ts";
import { standardLimits } from "./limits.ts";

/** sysexits EX_CONFIG: starting again cannot help before a person changes something. */
const unusable = 78;

function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(unusable);
}

function configure(): Configuration {
  const read = readConfiguration();
  return read.ok ? read.configuration : refuse(read.sentences);
}

function openTrunks({ sip, lines }: Configuration, log: Logger): Promise<SipEdge> {
  const options = {
    address: sip.address,
    port: sip.port,
    trunks: sip.trunks,
    country: sip.country,
    shortCodes: [...new Set(["110", "112", "113", "115", "118", "119", ...lines.flatMap(({ dialled }) => dialled)])],
    userAgent: "Siaga 112",
    publicAddress: sip.publicAddress,
    nameServers: sip.nameServers,
  };
  return openSip(options, { log });
}

async function start(
  configuration: Configuration,
  log: Logger,
): Promise<{ exchange: Exchange; close: () => Promise<void> }> {
  const { dataDir } = configuration;
  const keys = readKeys(dataDir);
  // First: whoever holds the port also writes the journal and the recordings.
  const sip = await openTrunks(configuration, log);
  const journal = await openJournal<JournalEntry>({ file: join(dataDir, "exchange.journal"), key: keys.personal });
  // Before anything records: what a killed media process left is made whole.
  const salvaged = await salvageRecordings(join(dataDir, "recordings"));
  if (salvaged.failed.length > 0) log.error({ files: salvaged.failed.length }, "recordings that cannot be finished");
  const media = await openMediaPlane({
    rtpPorts: configuration.rtpPorts,
    mediaAddresses: configuration.mediaAddresses,
    deskPorts: configuration.deskMediaPorts,
    promptFolder: spokenPrompts("id"),
  });
  const exchange = await openExchange({
    configuration,
    keys,
    sip,
    media,
    journal,
    entries: await journal.replay(),
    salvaged: salvaged.kept,
    clock: wallClock,
    elapsed: steadyClock,
    limits: standardLimits,
    log,
  });
  return {
    exchange,
    async close() {
      await exchange.close();
      await sip.close();
    },
  };
}

/** One sentence for a person, from whatever kept the exchange from listening. */
function sentenceOf(error: NodeJS.ErrnoException & { readonly port?: number; readonly address?: string }): string {
  const where = error.port === undefined ? (error.address ?? "its address") : `TCP port ${error.port}`;
  if (error.code === "EADDRINUSE")
    return `The exchange cannot listen on ${where}: another program holds it. Stop that program or configure another port.`;
  if (error.code === "EACCES")
    return `The exchange may not listen on ${where}: choose a port above 1023, or let this user open lower ones.`;
  return `The exchange cannot start: ${error.message}`;
}

async function main(): Promise<void> {
  const configuration = configure();
  const log = pino({ name: "exchange", level: configuration.logLevel });
  const running = await start(configuration, log).catch((error: NodeJS.ErrnoException) => refuse([sentenceOf(error)]));

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await running.close();
    process.exit();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
  process.on("disconnect", () => void stop());
  // A bug in one call must not end the others: it is written down, and the process goes on.
  process.on("uncaughtException", (error) => log.fatal({ error: error.stack }, "a bug; the calls go on"));

  log.info({ desks: running.exchange.deskPorts, sip: configuration.sip.port }, "the exchange listens");
  if (process.send) process.send({ ready: true });
  else console.log("ready");
}

await main();
