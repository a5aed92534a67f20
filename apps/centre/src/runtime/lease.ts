import { setTimeout as wait } from "node:timers/promises";
import type { EventLog, Lease } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Clock } from "../ports.ts";

const askEvery = 500;
const renewEvery = 1_000;

/**
 * Waits as a standby until this process may write; `before` is the epoch that wrote last. A database that is away is
 * asked again, like a lease held by another.
 */
export async function takeLease(
  { lease, log: events }: { readonly lease: Lease; readonly log: Pick<EventLog, "head"> },
  holder: string,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<{ readonly epoch: number; readonly before: number }> {
  let told = false;
  const ask = async () => {
    const before = (await events.head()).epoch;
    const taken = await lease.take(holder, clock.now());
    return taken && { ...taken, before };
  };
  for (;;) {
    const taken = await ask().catch((error: Error) => {
      log.warn({ error: error.message }, "the record cannot be asked for the writer's lease");
      return null;
    });
    if (taken !== null) return taken;
    if (!told) log.info("another centre leads this city: standing by");
    told = true;
    await wait(askEvery);
  }
}

/**
 * Renews every second. A database that is away takes the lease from nobody (the journal goes on, and the exchange
 * obeys the highest epoch); only the record saying that another leads ends this centre.
 */
export function keepLease(
  lease: Lease,
  epoch: number,
  { clock, lost }: { readonly clock: Clock; readonly lost: () => void },
): { readonly stop: () => void } {
  let asking = false;
  const renewing = setInterval(() => {
    if (asking) return;
    asking = true;
    lease
      .renew(epoch, clock.now())
      .then((held) => held || lost())
      .catch(() => {})
      .finally(() => (asking = false));
  }, renewEvery);
  return { stop: () => clearInterval(renewing) };
}
