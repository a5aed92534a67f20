import type { Duration } from "@siaga/core";

/** The promise's value, or null when it fails or takes longer than `limit` (ms). The work itself goes on. */
export async function within<T>(limit: Duration, work: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), limit);
  try {
    return await Promise.race([work.catch(() => null), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
