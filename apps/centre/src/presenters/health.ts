import type { Health } from "@siaga/contracts";
import { type BackupSettings, readBackups } from "../house/backups.ts";
import { type DiskSettings, readDisks } from "../house/disks.ts";
import type { Centre, ExchangeStatus } from "../ports.ts";

/** Times of different machines in one ledger must stay closer than this (ms); the health screen says "look" from the same on. */
const mostOffset = 500;

/** How the house stands, without a word about any person. `degraded` names no culprit: the figures do. */
export async function presentHealth(
  centre: Pick<Centre, "vitals">,
  exchange: ExchangeStatus,
  settings: DiskSettings & BackupSettings,
  now: number,
  version: string,
): Promise<Health> {
  const { startedAt, epoch, seq, record, clockOffset } = centre.vitals();
  const disks = await readDisks(settings);
  const { freeBytes = 0, totalBytes = 0 } = disks.find(({ subject }) => subject === "data") ?? {};
  const backup = readBackups(settings, now);
  const standing = exchange.health();
  const view: Health["exchange"] = {
    link: exchange.link(),
    trunks: [...(standing?.trunks ?? [])],
    calls: standing?.calls ?? 0,
    desks: [...(standing?.desks ?? [])],
    media: standing?.media ?? "unknown",
    failOpen: standing?.failOpen ?? false,
    held: standing?.held ?? null,
  };
  const sound =
    record === "database" &&
    view.link === "up" &&
    view.media !== "restarting" &&
    !view.failOpen &&
    view.trunks.every(({ state }) => state !== "down") &&
    disks.every((disk) => disk.freeBytes >= disk.least) &&
    (backup.state === "off" || backup.state === "ok") &&
    Math.abs(clockOffset) < mostOffset;
  return {
    status: sound ? "ok" : "degraded",
    version,
    startedAt,
    epoch,
    seq,
    clockOffsetMs: clockOffset,
    disk: { freeBytes, totalBytes },
    disks: disks.map(({ subject, least, ...room }) => ({ disk: subject, leastBytes: least, ...room })),
    backup,
    record,
    exchange: view,
  };
}
