import { refreshTarget } from "../dialog/dialog.ts";
import { comeAgainIn } from "../dialog/glare.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest } from "../message/message.ts";
import { lifetime } from "../transaction/intervals.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Timer } from "../transaction/timers.ts";
import type { InviteUsage } from "./usage.ts";

/** A re-INVITE the call has not answered. `patience`: left unanswered it would block every later one. */
type Reoffer = { readonly transaction: ServerTransaction; patience: Timer | null; closed: boolean };

/** The peer's offers inside a call. Whatever is not answered 200 leaves the call as it was (RFC 3261 §14.2). */
export class ReceivedOffers {
  readonly #usage: InviteUsage;
  #reoffer: Reoffer | null = null;

  constructor(usage: InviteUsage) {
    this.#usage = usage;
  }

  /** RFC 3261 §14.2. */
  receiveInvite(request: SipRequest, transaction: ServerTransaction): void {
    const { core, dialog, negotiation } = this.#usage;
    if (negotiation.onInvite !== "take") return this.#refuse(transaction, negotiation.onInvite);
    refreshTarget(dialog, request);
    const reoffer: Reoffer = { transaction, patience: null, closed: false };
    this.#reoffer = reoffer;
    reoffer.patience = core.timers.after(lifetime(core.intervals), () => this.close(488));
    // §9.2: a cancelled re-INVITE ends the re-INVITE, not the call.
    transaction.onCancel = () => this.close(487);
    let onAnswer: (sdp: string) => void = () => undefined;
    const offer = sdpOfMessage(request);
    negotiation.receive("invite.received");
    if (offer !== null) negotiation.receive("offer.received");
    this.#usage.events.onReoffer(
      offer,
      (sdp) => this.#answer(reoffer, request, sdp, (answer) => onAnswer(answer)),
      (listener) => (onAnswer = listener),
    );
  }

  /** A re-INVITE still open gets this status; the session stays as it was. */
  close(status: 487 | 488): void {
    const reoffer = this.#reoffer;
    if (reoffer === null) return;
    this.#take(reoffer);
    reoffer.transaction.respond({ status, toTag: null });
    this.#usage.negotiation.receive("invite.over", "offer.over");
  }

  /** RFC 3261 §14.2: 491 when ours is under way; 500 with Retry-After when theirs is. */
  #refuse(transaction: ServerTransaction, status: 491 | 500): void {
    const lines = status === 500 ? `Retry-After: ${comeAgainIn(this.#usage.core.chance())}\r\n` : "";
    transaction.respond({ status, toTag: null, lines });
  }

  #answer(reoffer: Reoffer, request: SipRequest, sdp: string | null, onAnswer: (sdp: string) => void): void {
    if (reoffer.closed) return;
    // §14.2, §13.3.1.3: an offer we cannot take is 488; the session stays as it was.
    if (sdp === null) return this.close(488);
    this.#take(reoffer);
    this.#usage.succeed(reoffer.transaction, request, sdp, (answer) => answer !== null && onAnswer(answer));
  }

  #take(reoffer: Reoffer): void {
    this.#usage.core.timers.cancel(reoffer.patience);
    reoffer.closed = true;
    this.#reoffer = null;
  }
}
