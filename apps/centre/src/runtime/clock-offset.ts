import type { Duration } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Clock } from "../ports.ts";

const measureEvery = 10_000;

/** How far the database's clock stands from ours (ms), for `GET /api/health`; 0 until first measured. */
export function measureClockOffset(
  record: Pick<Record, "health">,
  clock: Clock,
): { readonly latest: () => Duration; readonly stop: () => void } {
  let latest: Duration = 0;
  const measure = (): void =>
    void record
      .health()
      .then((health) => (latest = Math.round(health.clock + health.took / 2 - clock.now())))
      .catch(() => {});
  measure();
  const measuring = setInterval(measure, measureEvery);
  return { latest: () => latest, stop: () => clearInterval(measuring) };
}
