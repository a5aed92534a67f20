/** Does the exchange's sound arrive? Judged by packets counted while a conversation expects them. Times in ms. */
export type EarCheck = {
  readonly ear: "heard" | "missing";
  readonly received: number | null;
  /** When the count last moved, or began to be expected; null while nothing is. */
  readonly movedAt: number | null;
  /** Now is the time to try another connection. */
  readonly repair: boolean;
};

export const notListening: EarCheck = { ear: "heard", received: null, movedAt: null, repair: false };

/** Three seconds without one packet: the caller cannot be heard here. */
const missingAfter = 3_000;
/** Another connection is tried when the next one has not helped by then. */
const repairEvery = 10_000;

/** `received`: packets so far; null when no sound is expected. */
export function listenFor(was: EarCheck, received: number | null, now: number): EarCheck {
  if (received === null) return notListening;
  if (was.movedAt === null || received !== was.received) return { ...notListening, received, movedAt: now };
  const silence = now - was.movedAt;
  if (silence < missingAfter) return { ...was, repair: false };
  const repair = was.ear === "heard" || silence >= repairEvery;
  return { ear: "missing", received, movedAt: silence >= repairEvery ? now - missingAfter : was.movedAt, repair };
}
