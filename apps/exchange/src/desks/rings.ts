import type { CallCard } from "@siaga/contracts/exchange-link";
import type { CallId, DeskId, Instant } from "@siaga/core";
import type { TellDesk } from "../calls/end.ts";

/** What rings where, so that a desk that comes back still rings. */
export interface DeskRings {
  ring(desk: DeskId, card: CallCard, expiresAt: Instant): void;
  stop(desk: DeskId, call: CallId): void;
  /** The call is answered here or gone: it rings nowhere. */
  forget(desk: DeskId, call: CallId): void;
  isRinging(desk: DeskId, call: CallId): boolean;
  of(desk: DeskId): readonly CallCard[];
  /** Last card shown for a call, for the desk that talks with it. */
  cardOf(call: CallId): CallCard | null;
  /** Stops every ring that `stands` does not confirm: a centre that just took over knows best. */
  keepOnly(stands: (desk: DeskId, call: CallId) => boolean): void;
}

export function openDeskRings(tell: TellDesk, isLiving: (call: CallId) => boolean): DeskRings {
  const ringing = new Map<DeskId, Map<CallId, CallCard>>();
  const cards = new Map<CallId, CallCard>();
  const at = (desk: DeskId): Map<CallId, CallCard> => ringing.get(desk) ?? new Map<CallId, CallCard>();

  const remember = (card: CallCard): void => {
    cards.set(card.call, card);
    if (cards.size > 1000) for (const call of cards.keys()) if (!isLiving(call)) cards.delete(call);
  };
  const forget = (desk: DeskId, call: CallId): boolean => ringing.get(desk)?.delete(call) ?? false;
  const stop = (desk: DeskId, call: CallId): void => {
    if (forget(desk, call)) tell(desk, { type: "stop-ringing", call });
  };
  return {
    ring(desk, card, expiresAt) {
      ringing.set(desk, at(desk).set(card.call, card));
      remember(card);
      tell(desk, { type: "ring", card, expiresAt });
    },
    stop,
    forget: (desk, call) => void forget(desk, call),
    isRinging: (desk, call) => at(desk).has(call),
    of: (desk) => [...at(desk).values()],
    cardOf: (call) => cards.get(call) ?? null,
    keepOnly(stands) {
      for (const [desk, calls] of ringing) for (const call of calls.keys()) if (!stands(desk, call)) stop(desk, call);
    },
  };
}
