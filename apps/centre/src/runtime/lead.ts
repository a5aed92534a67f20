import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { City, Clock } from "../ports.ts";
import { measureClockOffset } from "./clock-offset.ts";
import type { OpenTurnJournal } from "./journal.ts";
import { keepLease, takeLease } from "./lease.ts";
import { tellLeftTurns } from "./left-turns.ts";
import { restoreStanding } from "./standing.ts";
import { startCentre, type StartedCentre } from "./start-centre.ts";

export type LeadParts<C extends City> = {
  readonly configuration: Pick<Configuration, "lines" | "exchangeLink" | "centreId" | "policy">;
  readonly keys: Pick<InstanceKeys, "link">;
  readonly clock: Clock;
  readonly record: Record;
  readonly journal: OpenTurnJournal;
  /** Opened once the lease is held: only the writer makes the city. */
  readonly openCity: () => Promise<C>;
  /** The same seat takes its lease back at once after a crash; another machine waits until it is stale. */
  readonly seat: string;
  readonly registry: Registry;
  readonly log: Logger;
  readonly stale: () => void;
  readonly broken: (bug: unknown) => void;
};

export type Leading<C extends City> = Omit<StartedCentre, "close"> & {
  readonly city: C;
  readonly epoch: number;
  /** Takes no more inputs, makes durable what was taken, gives the lease up. */
  close(): Promise<void>;
};

/** A record that is away at the end gets this long (ms); what it misses is in the journal. */
const lastAppends = 2_000;

/** Waits as a standby for the writer's lease, rebuilds all that lives from the record, and leads the exchange. */
export async function lead<C extends City>(parts: LeadParts<C>): Promise<Leading<C>> {
  const { record, journal, clock, log, stale } = parts;
  const { epoch, before } = await takeLease(record, parts.seat, { clock, log });
  const lease = keepLease(record.lease, epoch, { clock, lost: stale });
  const standing = await restoreStanding(record, parts.configuration.policy);
  await tellLeftTurns({ record, journal, standing, lastEpoch: before, clock, log });
  const city = await parts.openCity();
  const offset = measureClockOffset(record, clock);
  const views = record.projection.follow(500, (error) =>
    log.warn({ error: error.message }, "the views wait for the record"),
  );
  const { close, ...started } = startCentre({ ...parts, standing, epoch, city, clockOffset: offset.latest });
  log.info({ epoch, seq: standing.seq }, "the centre leads");
  return {
    ...started,
    city,
    epoch,
    async close() {
      for (const watch of [offset, views]) watch.stop();
      await close(lastAppends);
      lease.stop();
      await record.lease.release(epoch).catch(() => {});
      await journal.close();
    },
  };
}
