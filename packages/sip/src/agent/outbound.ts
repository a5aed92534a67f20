import { randomUUID } from "node:crypto";
import { type Dialog, dialogOfResponse, nextHop, requestWithin } from "../dialog/dialog.ts";
import { parseMinSe } from "../dialog/session-timer.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest, SipResponse } from "../message/message.ts";
import { endReasonOf, normalClearing, reasonLine } from "../message/reason.ts";
import { decimal } from "../message/text.ts";
import type { OutgoingRequest } from "../message/write.ts";
import { lifetime } from "../transaction/intervals.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Peer } from "../transport/peer.ts";
import type { OutboundCall, OutboundEvent, Reoffered } from "../trunk.ts";
import type { DialogUser, UserAgentCore } from "./core.ts";
import { EarlyDialogs } from "./early-dialogs.ts";
import { because, CallEvents } from "./events.ts";
import { cancelOf, inviteFor, type Placement } from "./invitation.ts";
import { type Place, Redirection } from "./redirection.ts";
import { SentRequest } from "./sent-request.ts";
import { InviteUsage } from "./usage.ts";

type Cancelling = {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  /** Its line of RFC 3326. */
  readonly reason: string;
  sent: boolean;
};

/**
 * A call from us: the UAC side of the first INVITE (RFC 3261 §13.2). `calling` until the first 2xx, `answered` from then
 * on, `over` after failure, CANCEL or BYE.
 */
export class PlacedCall implements OutboundCall, DialogUser {
  readonly id: string;
  readonly #core: UserAgentCore;
  readonly #localAddress: string;
  readonly #trunk: string;
  readonly #localTag = randomUUID();
  readonly #redirection: Redirection;
  #peer: Peer;
  #invite: SentRequest;
  readonly #events = new CallEvents<OutboundEvent>();
  /** Sends the ACK of each 2xx again, by To tag (RFC 3261 §13.2.2.4). */
  readonly #acknowledgements = new Map<string, () => void>();
  #phase: "calling" | "answered" | "over" = "calling";
  #usage: InviteUsage | null = null;
  readonly #early: EarlyDialogs;
  #heard = false;
  #cancel: Cancelling | null = null;

  constructor(core: UserAgentCore, peer: Peer, placement: Placement) {
    this.id = placement.id;
    this.#core = core;
    this.#peer = peer;
    this.#trunk = placement.trunk;
    this.#localAddress = core.localAddressFor(peer.address);
    this.#early = new EarlyDialogs(core, (response) => this.#use(response));
    core.dialogs.set(this.#localTag, this);
    const request = inviteFor(core, placement, { peer, localAddress: this.#localAddress, localTag: this.#localTag });
    this.#redirection = new Redirection(request.uri, placement.reach);
    this.#invite = this.#send(request);
  }

  on(listener: (event: OutboundEvent) => void): void {
    this.#events.on(listener);
  }

  /** Any response has come, if only 100. */
  get heard(): boolean {
    return this.#heard;
  }

  /** CANCEL while it rings (RFC 3261 §9.1), BYE once answered (§15). */
  cancelOrHangUp(reason = normalClearing): Promise<void> {
    if (this.#usage !== null) {
      this.#phase = "over";
      return this.#usage.bye(reason);
    }
    if (this.#phase === "over") return Promise.resolve();
    if (this.#cancel === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#cancel = { done: promise, resolve, reason, sent: false };
      this.#invite.unwanted();
      this.#sendCancel();
    }
    return this.#cancel.done;
  }

  reoffer(sdp: string): Promise<Reoffered> {
    const usage = this.#usage ?? this.#early.agreed()?.usage;
    return usage?.offer(sdp) ?? Promise.resolve({ kind: "gone" });
  }

  probe(): Promise<"alive" | "gone" | "silent"> {
    return this.#usage?.probe() ?? Promise.resolve("gone");
  }

  owns(request: SipRequest): boolean {
    return this.#usageOf(request) !== null;
  }

  receive(request: SipRequest, transaction: ServerTransaction, source: Peer): void {
    // RFC 3261 §15: who is called may not end an early dialog with BYE.
    if (this.#usage === null && request.method === "BYE") return void transaction.respond({ status: 481, toTag: null });
    // RFC 3515 §2.4.2: whoever has not answered is in no call that could be sent on.
    if (this.#usage === null && request.method === "REFER")
      return void transaction.respond({ status: 603, toTag: null });
    this.#usageOf(request)?.receive(request, transaction, source);
  }

  receiveAck(request: SipRequest): void {
    this.#usage?.receiveAck(request);
  }

  #usageOf(request: SipRequest): InviteUsage | null {
    const usage = this.#usage ?? this.#early.find(request.fromTag)?.usage ?? null;
    return usage?.owns(request) === true ? usage : null;
  }

  #receive(response: SipResponse, refusal: string | null): void {
    this.#heard = true;
    if (response.status >= 300) return this.#refused(response, refusal);
    if (response.status >= 200) return this.#accepted(response);
    // RFC 3261 §9.1: a CANCEL waits for the first provisional response.
    if (this.#cancel !== null) return this.#sendCancel();
    if (this.#phase !== "calling") return;
    const heard = this.#early.receive(response);
    if (heard === null) return;
    if (heard.sdp !== null) this.#events.emit({ type: "progress", sdp: heard.sdp });
    else if (response.status === 180) this.#events.emit({ type: "ringing" });
  }

  /** RFC 3261 §13.2.2.4: every 2xx is acknowledged; a second dialog, or one nobody wants any more, ends with BYE. */
  #accepted(response: SipResponse): void {
    const tag = response.toTag ?? "";
    const again = this.#acknowledgements.get(tag);
    if (again !== undefined) return again();
    const { usage, answer, sound } = this.#early.confirm(response);
    const { dialog } = usage;
    const { request, credentialLines } = this.#invite;
    const ack = requestWithin(dialog, "ACK", credentialLines, request.sequence);
    this.#acknowledgements.set(tag, this.#core.sendAck(ack, nextHop(dialog)));

    // RFC 3261 §13.2.1: the answer of a reliable 1xx stands; an unreliable one foretold what the 2xx says.
    const sdp = answer ?? sdpOfMessage(response) ?? sound;
    if (this.#phase !== "calling" || this.#cancel !== null || sdp === null) return this.#endUnwanted(dialog, sdp);
    this.#phase = "answered";
    this.#usage = usage;
    usage.negotiation.receive("invite.over", "offer.over");
    usage.remoteSdp = sdp;
    usage.localSdp ??= this.#invite.plain.sdp ?? null;
    usage.timer.heard(response);
    this.#early.end();
    this.#events.emit({ type: "answered", sdp });
  }

  /** A dialog of this call, early or confirmed; only the one that was answered speaks for the call. */
  #use(response: SipResponse): InviteUsage {
    const dialog = this.#dialogWith(response);
    const isOurs = (): boolean => this.#usage?.dialog === dialog;
    const usage = new InviteUsage(this.#core, dialog, true, {
      onBye: (why) => {
        this.#phase = "over";
        this.#events.emit({ type: "bye", ...because(why) });
      },
      onReoffer: (offer, respond, onAnswer) => this.#events.emit({ type: "reoffer", offer, respond, onAnswer }),
      onFailed: (code, reason) => isOurs() && this.#failed(code, reason),
      onKey: (pressed) => this.#events.emit({ type: "digit", ...pressed }),
      onRenewed: (sdp) => this.#events.emit({ type: "renewed", sdp }),
      onSilent: () => isOurs() && this.#events.emit({ type: "silent" }),
      onRefer: (referral) => this.#events.emit({ type: "refer", referral, trunk: this.#trunk }),
      onOver: () => isOurs() && this.#core.dialogs.delete(this.#localTag),
    });
    usage.learn(response);
    usage.negotiation.receive("invite.sent", "offer.sent");
    return usage;
  }

  #endUnwanted(dialog: Dialog, sdp: string | null): void {
    const nothing = (): void => undefined;
    const events = {
      onBye: nothing,
      onReoffer: nothing,
      onFailed: nothing,
      onKey: nothing,
      onRenewed: nothing,
      onSilent: nothing,
      onOver: nothing,
    };
    const ended = new InviteUsage(this.#core, dialog, true, events).bye(this.#whyUnwanted());
    if (this.#phase !== "calling") return;
    if (this.#cancel !== null) {
      this.#over();
      void ended.then(this.#cancel.resolve);
      // RFC 3261 §13.2.1: a 2xx without an answer to our offer leaves no session to speak over.
    } else if (sdp === null) this.#failed(488, "answered without SDP");
  }

  /** RFC 3326 §2: a branch that answered second is told that another was taken. */
  #whyUnwanted(): string {
    if (this.#phase === "answered") return reasonLine("SIP", 200, "Call completed elsewhere");
    return this.#cancel?.reason ?? reasonLine("SIP", 488, "Answered without session");
  }

  #send(request: OutgoingRequest): SentRequest {
    return new SentRequest(this.#core, request, this.#peer, {
      onResponse: (response, refusal) => this.#receive(response, refusal),
      onTimeout: () => this.#lost(408, "no final response"),
      onUnreachable: () => this.#lost(503, "the trunk's peer cannot be reached"),
    });
  }

  #lost(code: number, reason: string): void {
    if (!this.#sendTo(this.#redirection.next())) this.#failed(code, reason);
  }

  #refused(response: SipResponse, refusal: string | null): void {
    // RFC 3261 §8.1.3.4: a 3xx adds places; a place that fails leaves the next; 6xx speaks for them all (§21.6).
    const { status } = response;
    const place = status < 400 ? this.#redirection.follow(response) : status < 600 ? this.#redirection.next() : null;
    if (this.#sendTo(place) || this.#sendLonger(response)) return;
    const after = decimal(/^\d+/.exec(response.headers.first("retry-after") ?? "")?.[0] ?? "", 2 ** 31);
    const retryAfter = after === null ? {} : { retryAfter: after };
    this.#failed(response.status, refusal ?? response.reason, { ...because(endReasonOf(response)), ...retryAfter });
  }

  /** RFC 3261 §8.1.3.4: the same call, its dialog not yet begun, to another place. False: there is none, or nobody wants it. */
  #sendTo(place: Place | null): boolean {
    if (place === null || this.#phase !== "calling" || this.#cancel !== null) return false;
    this.#early.end();
    this.#heard = false;
    this.#peer = place.peer;
    const { plain, request } = this.#invite;
    this.#invite = this.#send({ ...plain, uri: place.uri, sequence: request.sequence + 1 });
    return true;
  }

  /** RFC 4028 §7.3: a 422 names the shortest session interval on the way: the same call again with that. Once. */
  #sendLonger(response: SipResponse): boolean {
    const minimum = parseMinSe(response.headers.first("min-se"));
    const { plain, request } = this.#invite;
    if (response.status !== 422 || plain.lines.includes("\r\nMin-SE: ")) return false;
    if (this.#phase !== "calling" || this.#cancel !== null) return false;
    this.#early.end();
    const interval = Math.max(minimum, this.#core.session.interval);
    const lines = plain.lines.replace(
      /Session-Expires: .*\r\n/,
      `Session-Expires: ${interval}\r\nMin-SE: ${minimum}\r\n`,
    );
    this.#invite = this.#send({ ...plain, sequence: request.sequence + 1, lines });
    return true;
  }

  #failed(
    code: number,
    reason: string,
    more: Pick<OutboundEvent & { type: "failed" }, "why" | "retryAfter"> = {},
  ): void {
    if (this.#phase === "over") return;
    this.#over();
    if (this.#cancel !== null) this.#cancel.resolve();
    else this.#events.emit({ type: "failed", code, reason, ...more });
  }

  #over(): void {
    this.#phase = "over";
    this.#early.end();
    if (this.#usage === null) this.#core.dialogs.delete(this.#localTag);
  }

  /** RFC 3261 §9.1: in the branch of its INVITE, once that has been heard. */
  #sendCancel(): void {
    const { peer } = this.#invite;
    if (this.#cancel === null || this.#cancel.sent || !this.#heard || peer === null) return;
    this.#cancel.sent = true;
    const cancel = cancelOf(this.#invite.request, this.#cancel.reason);
    const nothing = (): void => undefined;
    const listener = { onResponse: nothing, onTimeout: nothing, onUnreachable: nothing };
    this.#core.transactions.start(cancel, peer, listener, this.#invite.branch);
    // RFC 3261 §9.1: no final response 64·T1 after the CANCEL: the INVITE counts as cancelled.
    this.#core.timers.after(lifetime(this.#core.intervals), () => {
      if (this.#phase !== "calling") return;
      this.#invite.abandon();
      this.#failed(487, "cancelled");
    });
  }

  #dialogWith(response: SipResponse): Dialog {
    const peer = this.#invite.peer ?? this.#peer;
    return dialogOfResponse(this.#invite.request, response, this.#localTag, peer, this.#localAddress);
  }
}
