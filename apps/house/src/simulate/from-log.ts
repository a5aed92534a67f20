import { type Configuration, readConfiguration, readKeys } from "@siaga/configuration";
import { openRecord, startPostgres } from "@siaga/postgres";
import { openLogReader } from "@siaga/simulator";

/** WIB: the clock of the record's days. */
const zone = { iso: "+07:00", ahead: 7 * 3_600_000 };
const day = 86_400_000;

/** Prints a scenario file from this instance's own record of the days `from` to `to` (YYYY-MM-DD, `to` included). */
export async function scenarioFromLog(from: string, to: string): Promise<void> {
  const days = { from: dayOf(from), to: dayOf(to) + day, ahead: zone.ahead };
  if (!(days.from < days.to)) stop(`--from-log ${from} ${to}: give two days as YYYY-MM-DD, the earlier first.`);
  const read = readConfiguration();
  if (!read.ok) stop(...read.sentences);
  const record = await recordOf(read.configuration);
  const reader = openLogReader(days);
  for await (const { event } of record.log.read(0)) reader.read(event);
  await record.close();
  const told = reader.file(`${from}..${to}`);
  if (!told.ok) stop(told.sentence);
  console.log(JSON.stringify(told.file, null, 2));
}

const dayOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00${zone.iso}`) : Number.NaN;

async function recordOf(configuration: Configuration) {
  const { databaseUrl, dataDir, centreId } = configuration;
  const database = databaseUrl === null ? await startPostgres({ dataDir }) : { ok: true as const, url: databaseUrl };
  if (!database.ok) stop(database.sentence);
  return openRecord({ url: database.url, centreId, keys: readKeys(dataDir) });
}

function stop(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(78);
}
