import type { Duration } from "@siaga/core";

/** True when `work` succeeded in time; false when it failed or took longer than `limit` (it may still succeed later). */
export function within(work: Promise<unknown>, limit: Duration): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), limit);
    const settle = (kept: boolean) => () => {
      clearTimeout(late);
      resolve(kept);
    };
    work.then(settle(true), settle(false));
  });
}
