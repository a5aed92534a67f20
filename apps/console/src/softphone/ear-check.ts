/** Does the exchange's sound arrive? Judged by packets counted while a conversation expects them. Times in ms. */
export type EarCheck = {
  readonly ear: "heard" | "missing";
  readonly received: number | null;
  /** When the count last grew, or began to be expected. */
  readonly grewAt: number;
  /** When another connection was last tried. */
  readonly triedAt: number;
  /** Now is the time to try another connection. */
  readonly repair: boolean;
};

export const notListening: EarCheck = {
  ear: "heard",
  received: null,
  grewAt: 0,
  triedAt: Number.NEGATIVE_INFINITY,
  repair: false,
};

/** Three seconds without one packet: the caller cannot be heard here. */
const missingAfter = 3_000;
/** Another connection is tried when the last one has not helped by then. */
const tryEvery = 10_000;

/** `received`: packets of the present connection so far; null while there is none to count on. */
export function listenFor(was: EarCheck, received: number | null, now: number): EarCheck {
  if (received === null) return { ...was, repair: false };
  if (was.received === null) return { ...notListening, received, grewAt: now };
  if (received > was.received) return { ...was, ear: "heard", received, grewAt: now, repair: false };
  if (now - was.grewAt < missingAfter) return { ...was, received, repair: false };
  const repair = now - was.triedAt >= tryEvery;
  return { ...was, ear: "missing", received, triedAt: repair ? now : was.triedAt, repair };
}
