import { type Dialog, nextHop, refreshTarget, requestWithin } from "../dialog/dialog.ts";
import { retransmitSuccess, type UnacknowledgedSuccess } from "../dialog/success.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest } from "../message/message.ts";
import { ALLOW } from "../message/write.ts";
import { lifetime } from "../transaction/intervals.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Timer } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import { dialogLines, type UserAgentCore } from "./core.ts";
import { type RequestListener, SentRequest } from "./sent-request.ts";

/** What the call hears from its dialog. */
export type DialogEvents = {
  readonly onBye: () => void;
  readonly onReoffer: (
    offer: string | null,
    respond: (sdp: string | null) => void,
    onAnswer: (l: (sdp: string) => void) => void,
  ) => void;
  readonly onFailed: (code: number, reason: string) => void;
  /** Nothing more will be sent or expected in this dialog. */
  readonly onOver: () => void;
};

/** A re-INVITE the call has not answered. `patience`: left unanswered it would block every later one. */
type Reoffer = { readonly transaction: ServerTransaction; patience: Timer | null; closed: boolean };

/**
 * A dialog in use by one call, from either side: re-INVITE (§14.2), BYE (§15), OPTIONS (§11) and the wait for an ACK.
 * The first INVITE is not its business.
 */
export class EstablishedDialog {
  readonly dialog: Dialog;
  readonly #core: UserAgentCore;
  readonly #events: DialogEvents;
  /** 2xx of ours not yet acknowledged, by CSeq of the INVITE. */
  readonly #unacknowledged = new Map<number, { success: UnacknowledgedSuccess; onAck: (sdp: string | null) => void }>();
  #reoffer: Reoffer | null = null;
  #bye: Promise<void> | null = null;
  #ended = false;

  constructor(core: UserAgentCore, dialog: Dialog, events: DialogEvents) {
    this.#core = core;
    this.dialog = dialog;
    this.#events = events;
  }

  get ended(): boolean {
    return this.#ended;
  }

  owns(request: SipRequest): boolean {
    return request.callId === this.dialog.callId && (request.fromTag ?? "") === this.dialog.remoteTag;
  }

  /** RFC 3261 §12.2.2: a CSeq lower than the last is out of order. False: answered with 500, go no further. */
  inOrder(request: SipRequest, transaction: ServerTransaction, source: Peer): boolean {
    const { dialog } = this;
    if (dialog.remoteSequence !== null && request.sequence < dialog.remoteSequence) {
      transaction.respond({ status: 500, toTag: null });
      return false;
    }
    dialog.remoteSequence = request.sequence;
    dialog.heardFrom = source;
    return true;
  }

  /** RFC 3261 §15.1.2. A pending re-INVITE gets its 487; a BYE that crosses ours gets its 200 as well. */
  receiveBye(transaction: ServerTransaction): void {
    transaction.respond({ status: 200, toTag: null });
    if (this.#ended) return;
    this.#closeReoffer(487);
    this.end();
    this.#events.onBye();
  }

  /** RFC 3261 §11: inside the dialog it only shows that we still know it. */
  receiveOptions(transaction: ServerTransaction): void {
    transaction.respond({ status: 200, toTag: null, lines: `Allow: ${ALLOW}\r\nAccept: application/sdp\r\n` });
  }

  /** RFC 3261 §14.2. The call goes on unchanged whenever the answer is not 200. */
  receiveReinvite(request: SipRequest, transaction: ServerTransaction): void {
    if (this.#ended) return void transaction.respond({ status: 481, toTag: null });
    // §14.2: a second INVITE before the final response to the first → 500 with Retry-After of 0–10 s.
    if (this.#reoffer !== null)
      return void transaction.respond({
        status: 500,
        toTag: null,
        lines: `Retry-After: ${Math.floor(Math.random() * 11)}\r\n`,
      });

    refreshTarget(this.dialog, request);
    const reoffer: Reoffer = { transaction, patience: null, closed: false };
    this.#reoffer = reoffer;
    reoffer.patience = this.#core.timers.after(lifetime(this.#core.intervals), () => this.#closeReoffer(488));
    // §9.2: a cancelled re-INVITE ends the re-INVITE, not the call.
    transaction.onCancel = () => this.#closeReoffer(487);
    let onAnswer: (sdp: string) => void = () => undefined;
    const offer = sdpOfMessage(request);
    this.#events.onReoffer(
      offer,
      (sdp) => this.#answerReoffer(reoffer, request, sdp, (answer) => onAnswer(answer)),
      (listener) => (onAnswer = listener),
    );
  }

  #answerReoffer(reoffer: Reoffer, request: SipRequest, sdp: string | null, onAnswer: (sdp: string) => void): void {
    if (reoffer.closed) return;
    // §14.2, §13.3.1.3: an offer we cannot take is 488; the session stays as it was.
    if (sdp === null) return this.#closeReoffer(488);
    this.#takeReoffer(reoffer);
    this.succeed(reoffer.transaction, request.sequence, sdp, (answer) => answer !== null && onAnswer(answer));
  }

  #closeReoffer(status: 487 | 488): void {
    const reoffer = this.#reoffer;
    if (reoffer === null) return;
    this.#takeReoffer(reoffer);
    reoffer.transaction.respond({ status, toTag: null });
  }

  #takeReoffer(reoffer: Reoffer): void {
    this.#core.timers.cancel(reoffer.patience);
    reoffer.closed = true;
    this.#reoffer = null;
  }

  /** RFC 3261 §13.3.1.4: 200 to an INVITE of this dialog, sent again until its ACK; without one the session ends with BYE. */
  succeed(
    transaction: ServerTransaction,
    sequence: number,
    sdp: string,
    onAck: (sdp: string | null) => void,
    routes = "",
  ): void {
    const { dialog } = this;
    const lines = routes + dialogLines(this.#core, dialog.localAddress, dialog.heardFrom);
    const wire = transaction.respond({ status: 200, toTag: dialog.localTag, lines, sdp });
    if (wire === null) return;
    const success = retransmitSuccess(
      this.#core.timers,
      this.#core.intervals,
      () => transaction.repeatSuccess(wire),
      () => {
        this.#unacknowledged.delete(sequence);
        void this.bye();
        this.#events.onFailed(408, "no ACK to the 200 within 64*T1");
      },
    );
    this.#unacknowledged.set(sequence, { success, onAck });
  }

  /** The ACK to a 2xx (RFC 3261 §13.2.2.4). Repeated ones find nothing waiting. */
  receiveAck(request: SipRequest): void {
    const waiting = this.#unacknowledged.get(request.sequence);
    if (waiting === undefined) return;
    this.#unacknowledged.delete(request.sequence);
    waiting.success.stop();
    waiting.onAck(sdpOfMessage(request));
  }

  /** RFC 3261 §15.1.1: the session is over when the BYE leaves; resolves when the peer answered or 64·T1 passed. */
  bye(): Promise<void> {
    if (this.#bye !== null) return this.#bye;
    if (this.#ended) return Promise.resolve();
    this.#closeReoffer(487);
    this.#stopWaiting();
    this.#ended = true;
    this.#bye = new Promise((resolve) => {
      const done = (): void => {
        this.#events.onOver();
        resolve();
      };
      const onResponse = (response: { status: number }): void => {
        if (response.status >= 200) done();
      };
      const listener = { onResponse, onTimeout: done, onUnreachable: done };
      const lines = `User-Agent: ${this.#core.product}\r\n`;
      this.#send("BYE", lines, listener);
    });
    return this.#bye;
  }

  /** OPTIONS inside the dialog. RFC 3261 §12.2.1.2: 481 and 408 from the peer mean that it no longer knows it. */
  probe(): Promise<"alive" | "gone" | "silent"> {
    if (this.#ended) return Promise.resolve("gone");
    return new Promise((resolve) => {
      const onResponse = (response: { status: number }): void => {
        if (response.status >= 200) resolve(response.status === 481 || response.status === 408 ? "gone" : "alive");
      };
      const listener = { onResponse, onTimeout: () => resolve("silent"), onUnreachable: () => resolve("silent") };
      const lines = `Accept: application/sdp\r\nUser-Agent: ${this.#core.product}\r\n`;
      this.#send("OPTIONS", lines, listener);
    });
  }

  /** RFC 3261 §12.2.1.1; a challenge is answered with the dialog's next number (§22.2). */
  #send(method: string, lines: string, listener: RequestListener): void {
    const { dialog } = this;
    const request = requestWithin(dialog, method, lines);
    void new SentRequest(this.#core, request, nextHop(dialog), listener, () => (dialog.localSequence += 1));
  }

  /** The dialog is over: nothing is retransmitted for it any more. */
  end(): void {
    this.#ended = true;
    this.#stopWaiting();
    this.#events.onOver();
  }

  #stopWaiting(): void {
    for (const { success } of this.#unacknowledged.values()) success.stop();
    this.#unacknowledged.clear();
  }
}
