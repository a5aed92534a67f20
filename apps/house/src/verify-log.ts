import type { Configuration } from "@siaga/configuration";
import { openOwnRecord } from "./own-record.ts";

/** `siaga audit verify`: recomputes the chain from the first event; ends with 1 when one does not follow from the one before. */
export async function verifyLog(configuration: Configuration): Promise<void> {
  const record = await openOwnRecord(configuration);
  const report = await record.verifyChain();
  console.log(report.ok ? `${report.events} events, chain intact, head ${report.head}` : report.sentence);
  process.exit(report.ok ? 0 : 1);
}
