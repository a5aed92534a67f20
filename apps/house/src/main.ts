/**
 * The house: one command starts the whole centre, watches its processes and stops them in order.
 * Everything it starts can also be started alone, on other machines.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Configuration, readConfiguration, readKeys, unreadableSecrets } from "@siaga/configuration";
import { startPostgres } from "@siaga/postgres";
import { watchAdminLogin } from "./admin-login.ts";
import { announce } from "./announce.ts";
import { restoringMark } from "./backup/restore-backup.ts";
import { type Backups, scheduleBackups } from "./backup/schedule.ts";
import { keepLocalCertificate } from "./certificate/local-ca.ts";
import { type Child, startChild, unusable } from "./child.ts";
import { buildConsole } from "./console-build.ts";
import { takenPorts } from "./ports.ts";
import { claimDataFolder } from "./sole.ts";

const apps = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const say = (sentence: string): void => console.log(sentence);

/** Says every sentence and leaves: nothing can run like this. */
function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(unusable);
}

function configure(): Configuration {
  if (process.argv.includes("--no-demo")) process.env["SIAGA_CITY"] ??= "empty";
  const read = readConfiguration();
  return read.ok ? read.configuration : refuse(read.sentences);
}

/** What must stand in the data folder before any process starts. */
function prepareDataFolder({ dataDir, city, exchangeLink }: Configuration): string | null {
  try {
    mkdirSync(dataDir, { recursive: true });
    if (existsSync(join(dataDir, restoringMark)))
      return `A restore into ${dataDir} did not end well: run it again (siaga restore), or choose another folder with SIAGA_DATA_DIR.`;
    mkdirSync(join(dataDir, "recordings"), { recursive: true, mode: 0o700 });
    if (exchangeLink.startsWith("/")) mkdirSync(dirname(exchangeLink), { recursive: true, mode: 0o700 });
    if (!existsSync(join(dataDir, "city"))) writeFileSync(join(dataDir, "city"), `${city}\n`);
    readKeys(dataDir);
    return null;
  } catch (error) {
    return `The data folder ${dataDir} cannot be used: ${(error as Error).message}. Choose another with SIAGA_DATA_DIR.`;
  }
}

async function main(): Promise<void> {
  const configuration = configure();
  const damaged = prepareDataFolder(configuration);
  if (damaged !== null) refuse([damaged]);
  const sole = claimDataFolder(configuration.dataDir);
  if (!sole.ok) refuse([sole.sentence]);
  process.on("exit", () => sole.release());
  const taken = await takenPorts(configuration);
  if (taken.length > 0) refuse(taken);
  const unread = unreadableSecrets(configuration);
  if (unread.length > 0) refuse(unread);
  const adminLogin = watchAdminLogin(configuration.dataDir);

  const [built, database] = await Promise.all([
    buildConsole(say),
    configuration.databaseUrl === null ? startPostgres({ dataDir: configuration.dataDir }) : null,
    keepLocalCertificate(configuration, Date.now()),
  ]);
  if (!built.ok) refuse([built.sentence]);
  if (database !== null && !database.ok) refuse([database.sentence]);

  const url = database?.url ?? configuration.databaseUrl ?? "";
  const children = startChildren(configuration, { ...process.env, DATABASE_URL: url, SIAGA_CITY: configuration.city });
  let backups: Backups | null = null;
  stopInOrder(children, async () => {
    backups?.stop();
    await database?.stop();
  });
  await ready(children);
  // Only now the record has its shape.
  backups = scheduleBackups(configuration, { ...process.env, SIAGA_CITY: configuration.city }, say);
  announce(configuration, adminLogin.say(), say);
  if (process.send) process.send({ ready: true });
}

type Children = { readonly exchange: Child; readonly centre: Child; readonly callers: Child | null };

function startChildren(configuration: Configuration, env: NodeJS.ProcessEnv): Children {
  const start = (name: string, restartAfter: number): Child =>
    startChild({
      name,
      script: join(apps, name, "src", "main.ts"),
      env,
      restartAfter,
      onDeath: (which, how) => say(`The ${which} ended (${how}); starting it again.`),
    });
  const exchange = start("exchange", 100);
  const centre = start("centre", configuration.restartAfter);
  const quiet = env["SIAGA_CALLERS"] === "off";
  return { exchange, centre, callers: configuration.city === "demo" && !quiet ? start("callers", 2_000) : null };
}

async function ready({ exchange, centre }: Children): Promise<void> {
  await Promise.all([exchange.ready, centre.ready]).catch(async (error: Error) => {
    console.error(`Siaga 112 could not start: ${error.message}`);
    process.exitCode = unusable;
    process.kill(process.pid, "SIGTERM");
    await new Promise(() => {});
  });
}

/** Callers first, then the brain, then the mechanics, then the record: nobody loses the one it depends on. */
function stopInOrder({ callers, centre, exchange }: Children, stopDatabase: () => Promise<void> | undefined): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say("Stopping…");
    await callers?.stop(2_000);
    await exchange.stop(5_000);
    await centre.stop(5_000);
    await stopDatabase();
    process.exit();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
}

await main();
