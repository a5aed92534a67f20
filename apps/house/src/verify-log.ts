import { type Configuration, readKeys } from "@siaga/configuration";
import { openRecord, startPostgres } from "@siaga/postgres";

/** `siaga audit verify`: recomputes the chain from the first event; ends with 1 when one does not follow from the one before. */
export async function verifyLog(configuration: Configuration): Promise<void> {
  const { databaseUrl, dataDir, centreId } = configuration;
  // Attaches to the running database, or starts it for this question alone and leaves it to whoever starts next.
  const database = databaseUrl === null ? await startPostgres({ dataDir }) : { ok: true as const, url: databaseUrl };
  if (!database.ok) {
    console.error(database.sentence);
    process.exit(1);
  }
  const record = await openRecord({ url: database.url, centreId, keys: readKeys(dataDir) });
  const report = await record.verifyChain();
  console.log(report.ok ? `${report.events} events, chain intact, head ${report.head}` : report.sentence);
  process.exit(report.ok ? 0 : 1);
}
