import { isDeepStrictEqual } from "node:util";
import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { Instant } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { City, Clock } from "../ports.ts";
import type { PolicyFile } from "../triage/policy-file.ts";
import { measureClockOffset } from "./clock-offset.ts";
import type { OpenTurnJournal } from "./journal.ts";
import { keepLease, takeLease } from "./lease.ts";
import { tellLeftTurns } from "./left-turns.ts";
import { restoreStanding } from "./standing.ts";
import { startCentre, type StartedCentre } from "./start-centre.ts";

export type LeadParts<C extends City> = {
  readonly configuration: Pick<Configuration, "lines" | "exchangeLink" | "centreId" | "policy">;
  readonly keys: Pick<InstanceKeys, "link">;
  readonly clock: Clock & { readonly notBefore: (known: Instant) => void };
  readonly record: Record;
  readonly journal: OpenTurnJournal;
  /** Given what the log says is in force: what must be (`PolicyFile.agree`). */
  readonly agreeOnTriage: PolicyFile["agree"];
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
  clock.notBefore(standing.state.at);
  await tellLeftTurns({ record, journal, standing, lastEpoch: before, clock, log });
  const city = await parts.openCity();
  const offset = measureClockOffset(record, clock);
  const views = record.projection.follow(500, (error) =>
    log.warn({ error: error.message }, "the views wait for the record"),
  );
  const logged = standing.state.policy.triage ?? null;
  const triage = parts.agreeOnTriage({ triage: logged, last: standing.entries.policyChanges[0] ?? null });
  const { close, ...started } = startCentre({ ...parts, standing, epoch, city, clockOffset: offset.latest });
  // The first letter of all: the exchange is welcomed with it, and no call is placed by what no longer holds.
  if (!isDeepStrictEqual(triage, logged))
    void started.centre.accept({ type: "policy.changed", operator: null, triage });
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
