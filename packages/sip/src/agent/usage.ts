import type { Dialog } from "../dialog/dialog.ts";
import { carriesDigits, keyOf, type PressedKey } from "../dialog/digit-info.ts";
import { Negotiation } from "../dialog/negotiation.ts";
import { retransmitSuccess, type UnacknowledgedSuccess } from "../dialog/success.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest, SipResponse } from "../message/message.ts";
import { endReasonOf, normalClearing, reasonLine } from "../message/reason.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Peer } from "../transport/peer.ts";
import type { EndReason, Referral, Reoffered } from "../trunk.ts";
import { ask, isGone } from "./ask.ts";
import { dialogLines, type UserAgentCore } from "./core.ts";
import { receiveRefer } from "./referral.ts";
import { askAfter, refresh } from "./refresh.ts";
import { ReceivedOffers } from "./received-offers.ts";
import type { ReliableProgress } from "./reliable-progress.ts";
import { SentOffers } from "./sent-offers.ts";
import { SessionTimer } from "./session-timer.ts";

/** What the call hears from its dialog. */
export type UsageEvents = {
  readonly onBye: (why: EndReason | null) => void;
  readonly onReoffer: (
    offer: string | null,
    respond: (sdp: string | null) => void,
    onAnswer: (l: (sdp: string) => void) => void,
  ) => void;
  readonly onFailed: (code: number, reason: string) => void;
  readonly onKey: (pressed: PressedKey) => void;
  /** The peer answered our refresh with this SDP. */
  readonly onRenewed: (sdp: string) => void;
  /** A request of ours met nothing for 64·T1. Ends nothing. */
  readonly onSilent: () => void;
  /** The peer wants somebody else in this call; absent: this peer may not. */
  readonly onRefer?: (referral: Referral) => void;
  /** Nothing more will be sent or expected in this dialog. */
  readonly onOver: () => void;
};

/**
 * The use one call makes of its dialog (RFC 5057 §4.1), from either side: offers both ways (§14), BYE (§15), OPTIONS (§11)
 * and the wait for an ACK. The first INVITE is not its business.
 */
export class InviteUsage {
  readonly core: UserAgentCore;
  readonly dialog: Dialog;
  /** We drew the Call-ID: the call is one of ours (RFC 3261 §14.1). */
  readonly ownsCallId: boolean;
  readonly events: UsageEvents;
  readonly negotiation = new Negotiation();
  readonly received: ReceivedOffers;
  readonly timer: SessionTimer;
  /** Our SDP as last agreed: what a refresh by INVITE says again (RFC 4028 §7.4). */
  localSdp: string | null = null;
  /** Theirs. */
  remoteSdp: string | null = null;
  /** The 1xx of the first INVITE, while it waits and the caller acknowledges them. */
  progress: ReliableProgress | null = null;
  readonly #sent: SentOffers;
  /** 2xx of ours not yet acknowledged, by CSeq of the INVITE. */
  readonly #unacknowledged = new Map<number, { success: UnacknowledgedSuccess; onAck: (sdp: string | null) => void }>();
  #peerMethods: readonly string[] = [];
  /** What the peer refused although its Allow names it. */
  #disallowed: string | null = null;
  #bye: Promise<void> | null = null;
  #ended = false;

  constructor(core: UserAgentCore, dialog: Dialog, ownsCallId: boolean, events: UsageEvents) {
    this.core = core;
    this.dialog = dialog;
    this.ownsCallId = ownsCallId;
    this.events = events;
    this.timer = new SessionTimer(core, { refresh: () => void refresh(this), probe: () => void askAfter(this) });
    this.received = new ReceivedOffers(this);
    this.#sent = new SentOffers(this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  owns(request: SipRequest): boolean {
    return request.callId === this.dialog.callId && (request.fromTag ?? "") === this.dialog.remoteTag;
  }

  /** A request of the peer's inside the dialog. */
  receive(request: SipRequest, transaction: ServerTransaction, source: Peer): void {
    if (!this.#inOrder(request, transaction, source)) return;
    if (request.method === "BYE") return this.#receiveBye(request, transaction);
    if (request.method === "OPTIONS") return this.#receiveOptions(transaction);
    if (this.#ended) return void transaction.respond({ status: 481, toTag: null });
    this.learn(request);
    if (request.method === "INFO") return this.#receiveInfo(request, transaction);
    if (request.method === "UPDATE") return this.received.receiveUpdate(request, transaction);
    if (request.method === "PRACK") return this.#receivePrack(request, transaction);
    if (request.method === "REFER") return receiveRefer(this, request, transaction);
    this.received.receiveInvite(request, transaction);
  }

  /** What the peer can do stands in each of its messages that has an Allow (RFC 3261 §20.5). */
  learn(message: SipRequest | SipResponse): void {
    const methods = message.headers.list("allow");
    if (methods.length > 0) this.#peerMethods = methods;
  }

  peerAllows(method: string): boolean {
    return method !== this.#disallowed && this.#peerMethods.includes(method);
  }

  /** The peer refused this method: in this dialog it is asked for it no more. */
  disallow(method: string): void {
    this.#disallowed = method;
  }

  /** Our offer, by re-INVITE (RFC 3261 §14.1), or by UPDATE before the answer (RFC 3311 §5.1). */
  offer(sdp: string): Promise<Reoffered> {
    return this.#sent.offer(sdp);
  }

  /** RFC 3261 §13.3.1.4: 200 to an INVITE of this dialog, with SDP unless that was agreed before, sent again until its ACK; without one the session ends with BYE. */
  succeed(
    transaction: ServerTransaction,
    { sequence }: Pick<SipRequest, "sequence">,
    sdp: string | null,
    onAck: (sdp: string | null) => void,
    routes = "",
  ): void {
    const { dialog, negotiation } = this;
    const lines = routes + dialogLines(this.core, dialog.localAddress, dialog.heardFrom);
    if (sdp !== null) this.localSdp = sdp;
    const wire = transaction.respond({ status: 200, toTag: dialog.localTag, lines, ...(sdp === null ? {} : { sdp }) });
    if (wire === null) return;
    // RFC 3264 §4: our SDP answers theirs, or is an offer that the ACK answers (RFC 3261 §13.2.1).
    negotiation.receive("invite.accepted");
    if (sdp !== null) negotiation.receive(negotiation.offer === "theirs" ? "offer.over" : "offer.sent");
    const success = retransmitSuccess(
      this.core.timers,
      this.core.intervals,
      () => transaction.repeat(wire),
      () => {
        this.#unacknowledged.delete(sequence);
        void this.bye(reasonLine("SIP", 408, "ACK not received"));
        this.events.onFailed(408, "no ACK to the 200 within 64*T1");
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
    this.negotiation.receive("invite.acknowledged");
    if (this.negotiation.offer === "ours") this.negotiation.receive("offer.over");
    this.remoteSdp = sdpOfMessage(request) ?? this.remoteSdp;
    waiting.onAck(sdpOfMessage(request));
  }

  /**
   * RFC 3261 §15.1.1: the session is over when the BYE leaves; resolves when the peer answered or 64·T1 passed. `reason`
   * is its line of RFC 3326.
   */
  bye(reason = normalClearing): Promise<void> {
    if (this.#bye !== null) return this.#bye;
    if (this.#ended) return Promise.resolve();
    this.#stop();
    this.#bye = ask(this.core, this.dialog, "BYE", { lines: reason }).then(() => this.events.onOver());
    return this.#bye;
  }

  /** OPTIONS inside the dialog. RFC 3261 §12.2.1.2: 481 from the peer means that it no longer knows it. */
  async probe(): Promise<"alive" | "gone" | "silent"> {
    if (this.#ended) return "gone";
    const asked = await ask(this.core, this.dialog, "OPTIONS", { lines: "Accept: application/sdp\r\n" });
    if (asked.kind === "silent") return "silent";
    return isGone(asked.response) ? "gone" : "alive";
  }

  /** RFC 3261 §12.2.1.2: the peer answered that the dialog is no more. */
  lost(response: SipResponse): void {
    if (this.#ended) return;
    this.end();
    this.events.onFailed(response.status, response.reason);
  }

  /** The dialog is over: nothing is retransmitted for it any more. */
  end(): void {
    this.#stop();
    this.events.onOver();
  }

  #stop(): void {
    if (this.#ended) return;
    this.timer.stop();
    this.received.close();
    this.progress?.stop();
    this.#ended = true;
    for (const { success } of this.#unacknowledged.values()) success.stop();
    this.#unacknowledged.clear();
    this.#sent.stop();
    this.negotiation.wake();
  }

  /** RFC 3261 §12.2.2: a CSeq lower than the last is out of order. False: answered with 500, go no further. */
  #inOrder(request: SipRequest, transaction: ServerTransaction, source: Peer): boolean {
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
  #receiveBye(request: SipRequest, transaction: ServerTransaction): void {
    transaction.respond({ status: 200, toTag: null });
    if (this.#ended) return;
    this.end();
    this.events.onBye(endReasonOf(request));
  }

  /** RFC 6086 §2.1: answered whatever it says; a digit that also comes with the sound is not counted twice. */
  #receiveInfo(request: SipRequest, transaction: ServerTransaction): void {
    const pressed = keyOf(request.headers.first("content-type") ?? "", request.body.toString("latin1"));
    const refused = pressed === null && request.body.length > 0;
    const accept = "Accept: application/dtmf-relay, application/dtmf\r\n";
    transaction.respond({ status: refused ? 415 : 200, toTag: null, lines: refused ? accept : "" });
    if (pressed !== null && !carriesDigits(this.remoteSdp)) this.events.onKey(pressed);
  }

  /** RFC 3262 §3. */
  #receivePrack(request: SipRequest, transaction: ServerTransaction): void {
    if (this.progress === null) transaction.respond({ status: 481, toTag: null });
    else this.progress.receivePrack(request, transaction);
  }

  /** RFC 3261 §11: inside the dialog it only shows that we still know it. */
  #receiveOptions(transaction: ServerTransaction): void {
    transaction.respond({
      status: 200,
      toTag: null,
      lines: `${this.core.abilities.allow}${this.core.abilities.supported}Accept: application/sdp\r\n`,
    });
  }
}
