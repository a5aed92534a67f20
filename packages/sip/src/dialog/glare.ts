/** Both sides offered at once: how long each waits before it tries again, so that they do not meet a second time. */

/** Ms, in steps of 10 ms (RFC 3261 §14.1): 2.1–4 s for the side that drew the Call-ID, 0–2 s for the other. `chance` in [0, 1). */
export function glareWait(ownsCallId: boolean, chance: number): number {
  return ownsCallId ? 2100 + 10 * Math.floor(chance * 191) : 10 * Math.floor(chance * 201);
}

/** Seconds for the Retry-After of a 500 to an offer that came too soon: 0–10 (RFC 3261 §14.2, RFC 3311 §5.2). */
export function comeAgainIn(chance: number): number {
  return Math.floor(chance * 11);
}

/** Attempts at one offer of ours before it counts as refused. */
export const mostAttempts = 6;

/**
 * How long until an offer of ours that was refused with this status is tried again (ms); null: it is refused.
 * `retryAfter` is the header's text.
 */
export function tryAgainIn(
  refusal: { readonly status: number; readonly retryAfter: string | undefined },
  attempt: number,
  ownsCallId: boolean,
  chance: number,
): number | null {
  if (attempt >= mostAttempts) return null;
  // RFC 3261 §14.1: 491 is glare.
  if (refusal.status === 491) return glareWait(ownsCallId, chance);
  // RFC 3261 §14.2, RFC 3311 §5.2: too soon. Any longer wait than the 10 s named there is another kind of refusal.
  const seconds = Number.parseInt(refusal.retryAfter ?? "", 10);
  return refusal.status === 500 && seconds >= 0 && seconds <= 10 ? 1000 * seconds : null;
}
