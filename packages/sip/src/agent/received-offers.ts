import { refreshTarget } from "../dialog/dialog.ts";
import { comeAgainIn } from "../dialog/glare.ts";
import type { Verdict } from "../dialog/negotiation.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest } from "../message/message.ts";
import { lifetime } from "../transaction/intervals.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Timer } from "../transaction/timers.ts";
import { dialogLines } from "./core.ts";
import type { SessionTimer } from "./session-timer.ts";
import type { InviteUsage } from "./usage.ts";

/** An offer the call has not answered. `patience`: left unanswered it would block every later one. */
type Reoffer = {
  readonly transaction: ServerTransaction;
  /** RFC 4028 §9: it refreshes the session as well. */ readonly timing: Timing;
  patience: Timer | null;
};
type Timing = ReturnType<SessionTimer["answer"]>;

/** A PRACK refreshes nothing. */
const untimed: Timing = { lines: "", begin: () => undefined };

/** The peer's offers inside a call. Whatever is not answered 200 leaves the call as it was (RFC 3261 §14.2, RFC 3311 §5.2). */
export class ReceivedOffers {
  readonly #usage: InviteUsage;
  #invite: Reoffer | null = null;
  /** In an UPDATE or a PRACK. */
  #bare: Reoffer | null = null;

  constructor(usage: InviteUsage) {
    this.#usage = usage;
  }

  /** RFC 3261 §14.2. */
  receiveInvite(request: SipRequest, transaction: ServerTransaction): void {
    const { core, dialog, negotiation, timer } = this.#usage;
    if (negotiation.onInvite !== "take") return this.#refuse(transaction, negotiation.onInvite);
    refreshTarget(dialog, request);
    const reoffer: Reoffer = { transaction, timing: timer.answer(request.headers), patience: null };
    this.#invite = reoffer;
    reoffer.patience = core.timers.after(lifetime(core.intervals), () => this.#closeInvite(488));
    // §9.2: a cancelled re-INVITE ends the re-INVITE, not the call.
    transaction.onCancel = () => this.#closeInvite(487);
    let onAnswer: (sdp: string) => void = () => undefined;
    const offer = sdpOfMessage(request);
    negotiation.receive("invite.received");
    if (offer !== null) {
      this.#usage.remoteSdp = offer;
      negotiation.receive("offer.received");
    }
    this.#usage.events.onReoffer(
      offer,
      (sdp) => this.#answerInvite(reoffer, request, sdp, (answer) => onAnswer(answer)),
      (listener) => (onAnswer = listener),
    );
  }

  /** RFC 3311 §5.2. Without SDP it only refreshes the target, before the answer as well as after it. */
  receiveUpdate(request: SipRequest, transaction: ServerTransaction): void {
    // §5.2: an UPDATE before the final response to the one before.
    if (this.#bare !== null) return this.#refuse(transaction, 500);
    if (sdpOfMessage(request) !== null) return this.receiveOffer(request, transaction);
    refreshTarget(this.#usage.dialog, request);
    const timing = this.#usage.timer.answer(request.headers);
    transaction.respond({ status: 200, toTag: null, lines: this.#lines() + timing.lines });
    timing.begin();
  }

  /** An offer outside INVITE: an UPDATE's, or a PRACK's (RFC 3262 §5). */
  receiveOffer(request: SipRequest, transaction: ServerTransaction): void {
    const { core, dialog, negotiation, events, timer } = this.#usage;
    if (negotiation.onOffer !== "take") return this.#refuse(transaction, negotiation.onOffer);
    this.#usage.remoteSdp = sdpOfMessage(request);
    negotiation.receive("offer.received");
    if (request.method === "UPDATE") refreshTarget(dialog, request);
    // RFC 3311 §5.2: 504 when it cannot be answered at once; a quarter of Timer F, or the peer has given up before.
    const patience = core.timers.after(16 * core.intervals.t1, () => this.#closeBare({ status: 504 }));
    const timing = request.method === "UPDATE" ? timer.answer(request.headers) : untimed;
    const reoffer: Reoffer = { transaction, timing, patience };
    this.#bare = reoffer;
    const respond = (sdp: string | null): void => {
      if (this.#bare === reoffer) this.#closeBare(sdp === null ? { status: 488 } : { status: 200, sdp });
    };
    events.onReoffer(sdpOfMessage(request), respond, () => undefined);
  }

  /** The call ends: what is open gets 487 (RFC 3261 §15.1.2). */
  close(): void {
    this.#closeInvite(487);
    this.#closeBare({ status: 487 });
  }

  /** RFC 3261 §14.2: 491 when ours is under way; 500 with Retry-After when theirs is. */
  #refuse(transaction: ServerTransaction, status: Exclude<Verdict, "take">): void {
    const lines = status === 500 ? `Retry-After: ${comeAgainIn(this.#usage.core.chance())}\r\n` : "";
    transaction.respond({ status, toTag: null, lines });
  }

  #answerInvite(reoffer: Reoffer, request: SipRequest, sdp: string | null, onAnswer: (sdp: string) => void): void {
    if (this.#invite !== reoffer) return;
    // §14.2, §13.3.1.3: an offer we cannot take is 488; the session stays as it was.
    if (sdp === null) return this.#closeInvite(488);
    this.#usage.core.timers.cancel(reoffer.patience);
    this.#invite = null;
    this.#usage.succeed(
      reoffer.transaction,
      request,
      sdp,
      (answer) => answer !== null && onAnswer(answer),
      reoffer.timing.lines,
    );
    reoffer.timing.begin();
  }

  #closeInvite(status: 487 | 488): void {
    const reoffer = this.#invite;
    if (reoffer === null) return;
    this.#usage.core.timers.cancel(reoffer.patience);
    this.#invite = null;
    reoffer.transaction.respond({ status, toTag: null });
    this.#usage.negotiation.receive("invite.over", "offer.over");
  }

  #closeBare(reply: { readonly status: number; readonly sdp?: string }): void {
    const reoffer = this.#bare;
    if (reoffer === null) return;
    this.#usage.core.timers.cancel(reoffer.patience);
    this.#bare = null;
    const accepted = reply.sdp !== undefined;
    const lines = this.#lines() + (accepted ? reoffer.timing.lines : "");
    reoffer.transaction.respond({ ...reply, toTag: null, lines });
    if (accepted) {
      this.#usage.localSdp = reply.sdp;
      reoffer.timing.begin();
    }
    this.#usage.negotiation.receive("offer.over");
  }

  #lines(): string {
    const { core, dialog } = this.#usage;
    return dialogLines(core, dialog.localAddress, dialog.heardFrom);
  }
}
