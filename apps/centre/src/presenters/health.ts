import { statfs } from "node:fs/promises";
import type { Health } from "@siaga/contracts";
import type { Centre, ExchangeStatus } from "../ports.ts";

/** Below this much room a shift of recordings may not fit (bytes). */
const leastFree = 1_000_000_000;
/** Times of different machines in one ledger may not drift apart further (ms). */
const mostOffset = 1_000;

/** How the house stands, without a word about any person. `degraded` names no culprit: the figures do. */
export async function presentHealth(
  centre: Pick<Centre, "vitals">,
  exchange: ExchangeStatus,
  dataDir: string,
  version: string,
): Promise<Health> {
  const { startedAt, epoch, seq, record, clockOffset } = centre.vitals();
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  const standing = exchange.health();
  const view: Health["exchange"] = {
    link: exchange.link(),
    trunks: (standing?.trunks ?? []).map(({ trunk, state }) => ({ trunk, state })),
    calls: standing?.calls ?? 0,
    desks: [...(standing?.desks ?? [])],
    media: standing?.media ?? "unknown",
    failOpen: standing?.failOpen ?? false,
  };
  const sound =
    record === "database" &&
    view.link === "up" &&
    view.media !== "restarting" &&
    !view.failOpen &&
    view.trunks.every(({ state }) => state !== "down") &&
    disk.freeBytes >= leastFree &&
    Math.abs(clockOffset) <= mostOffset;
  return {
    status: sound ? "ok" : "degraded",
    version,
    startedAt,
    epoch,
    seq,
    clockOffsetMs: clockOffset,
    disk,
    record,
    exchange: view,
  };
}
