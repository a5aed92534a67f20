import { randomUUIDv7 } from "node:crypto";
import type { Dialog } from "../dialog/dialog.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest } from "../message/message.ts";
import { endReasonOf } from "../message/reason.ts";
import { recordRouteLines } from "../message/write.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Timer } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type {
  Diverted,
  EndReason,
  InboundCall,
  InboundEvent,
  PresentedIdentity,
  Progressed,
  Reoffered,
} from "../trunk.ts";
import { dialogLines, type DialogUser, type UserAgentCore } from "./core.ts";
import { because, CallEvents } from "./events.ts";
import { ReliableProgress } from "./reliable-progress.ts";
import type { SessionTimer } from "./session-timer.ts";
import { InviteUsage } from "./usage.ts";

/** Between two 180 (ms). */
const RING_AGAIN = 60_000;

type Answered = Awaited<ReturnType<InboundCall["answer"]>>;

/** What the trunk knows of a call before anybody answers. */
export type Arrival = {
  readonly dialled: string;
  readonly caller: PresentedIdentity;
  readonly diverted: Diverted | null;
  readonly trunk: string;
};

/**
 * A call to us: the UAS side of the first INVITE (RFC 3261 §13.3). `waiting` until a final response, `answered` from the
 * 200 on, `over` after CANCEL, failure or BYE.
 */
export class ReceivedCall implements InboundCall, DialogUser {
  readonly id = randomUUIDv7();
  readonly sipCallId: string;
  readonly dialled: string;
  readonly caller: PresentedIdentity;
  readonly diverted: Diverted | null;
  readonly trunk: string;
  readonly offer: string | null;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly #core: UserAgentCore;
  readonly #usage: InviteUsage;
  readonly #transaction: ServerTransaction;
  readonly #events = new CallEvents<InboundEvent>();
  readonly #sequence: number;
  readonly #routes: string;
  readonly #timing: ReturnType<SessionTimer["answer"]>;
  /** The caller acknowledges 1xx: it can, or it insists (RFC 3262 §3). */
  readonly #reliable: "no" | "can" | "must";
  #phase: "waiting" | "answered" | "over" = "waiting";
  #rung = false;
  /** SDP of a 183. Unreliable, the 200 says it again; reliable, it is agreed and the 200 says none. */
  #sound: { readonly sdp: string; readonly reliable: boolean } | null = null;
  #heldAnswer: string | null = null;
  /** Settles `progress`; null before it is asked for. */
  #heard: ((progressed: Progressed) => void) | null = null;
  #soundSent = false;
  #acknowledgedOnce = false;
  #ringing: Timer | null = null;
  #hangUpAfterAck: (() => void) | null = null;
  #answer: Promise<Answered> | null = null;
  #settle: (answered: Answered) => void = () => undefined;

  constructor(
    core: UserAgentCore,
    invite: SipRequest,
    transaction: ServerTransaction,
    dialog: Dialog,
    arrival: Arrival,
  ) {
    this.#core = core;
    this.#transaction = transaction;
    this.sipCallId = invite.callId;
    this.dialled = arrival.dialled;
    this.caller = arrival.caller;
    this.diverted = arrival.diverted;
    this.trunk = arrival.trunk;
    this.offer = sdpOfMessage(invite);
    this.remoteAddress = dialog.heardFrom.address;
    this.localAddress = dialog.localAddress;
    this.#sequence = invite.sequence;
    this.#routes = recordRouteLines(invite);
    this.#reliable = reliabilityOf(invite);
    this.#usage = new InviteUsage(core, dialog, false, {
      onBye: (why) => this.#byeReceived(why),
      onReoffer: (offer, respond, onAnswer) => this.#events.emit({ type: "reoffer", offer, respond, onAnswer }),
      onFailed: (code, reason) => this.#failed(code, reason),
      onKey: (pressed) => this.#events.emit({ type: "digit", ...pressed }),
      onRenewed: (sdp) => this.#events.emit({ type: "renewed", sdp }),
      onSilent: () => this.#events.emit({ type: "silent" }),
      onOver: () => core.dialogs.delete(dialog.localTag),
    });
    this.#usage.learn(invite);
    this.#usage.remoteSdp = this.offer;
    this.#timing = this.#usage.timer.answer(invite.headers);
    if (this.#reliable !== "no")
      this.#usage.progress = new ReliableProgress(this.#usage, transaction, invite.sequence, () => this.#notHeard());
    this.#usage.negotiation.receive("invite.received");
    if (this.offer !== null) this.#usage.negotiation.receive("offer.received");
    core.dialogs.set(dialog.localTag, this);
    // RFC 3261 §9.2: CANCEL before the final response: 487, and the caller is gone.
    transaction.onCancel = (cancel) => {
      if (this.#refuse(487)) this.#events.emit({ type: "cancelled", ...because(endReasonOf(cancel)) });
    };
  }

  on(listener: (event: InboundEvent) => void): void {
    this.#events.on(listener);
  }

  /** RFC 3261 §13.3.1.1. */
  ring(): void {
    if (this.#phase !== "waiting" || this.#rung) return;
    this.#rung = true;
    this.#sayProgress();
  }

  answer(sdp: string): Promise<Answered> {
    if (this.#answer !== null) return this.#answer;
    if (this.#phase !== "waiting") return Promise.resolve({ kind: "gone" });
    this.#answer = new Promise((resolve) => (this.#settle = resolve));
    this.#heldAnswer = sdp;
    this.#succeed();
    return this.#answer;
  }

  progress(sdp: string): Promise<Progressed> {
    if (this.#phase !== "waiting" || this.#sound !== null) return Promise.resolve({ kind: "unavailable" });
    // RFC 3262 §5: an unreliable response cannot carry our offer.
    if (this.#reliable === "no" && this.offer === null) return Promise.resolve({ kind: "unavailable" });
    this.#sound = { sdp, reliable: this.#reliable !== "no" };
    if (this.#usage.progress === null) {
      this.#sayProgress();
      return Promise.resolve({ kind: "heard", sdp: null });
    }
    const heard = new Promise<Progressed>((resolve) => (this.#heard = resolve));
    this.#sayProgress();
    return heard;
  }

  /** RFC 3262 §3: no 200 while a 183 with SDP waits for its PRACK, or while that PRACK's own offer waits for us. */
  #succeed(): void {
    if (this.#heldAnswer === null || this.#phase !== "waiting") return;
    if (this.#usage.progress?.holdsSuccess === true) return;
    const agreed = this.#sound?.reliable === true;
    if (agreed && this.#usage.negotiation.offer !== "settled") {
      void this.#usage.negotiation.changed().then(() => this.#succeed());
      return;
    }
    this.#leaveWaiting("answered");
    this.#usage.progress?.stop();
    const invite = { sequence: this.#sequence };
    const sdp = agreed ? null : (this.#sound?.sdp ?? this.#heldAnswer);
    this.#usage.succeed(
      this.#transaction,
      invite,
      sdp,
      (ack) => this.#acknowledged(ack),
      this.#routes + this.#timing.lines,
    );
    if (agreed) this.#usage.localSdp = this.#sound?.sdp ?? null;
    this.#timing.begin();
  }

  /** RFC 3261 §21.4.24, §21.5.4. */
  congest(status: 486 | 503, retryAfterSeconds: number): void {
    this.#refuse(status, `Retry-After: ${Math.max(0, Math.ceil(retryAfterSeconds))}\r\n`);
  }

  fail(status: 488 | 500): void {
    this.#refuse(status);
  }

  async hangUp(): Promise<void> {
    if (this.#phase === "waiting") {
      const settled = new Promise<void>((resolve) => (this.#transaction.onSettled = resolve));
      this.#refuse(480);
      return settled;
    }
    if (this.#phase === "over") return this.#usage.bye();
    if (this.#acknowledgedOnce) return this.#bye();
    // RFC 3261 §15: no BYE before the ACK has come or the wait for it is over.
    return new Promise((resolve) => {
      const before = this.#hangUpAfterAck;
      this.#hangUpAfterAck = () => {
        before?.();
        void this.#bye().then(resolve);
      };
    });
  }

  reoffer(sdp: string): Promise<Reoffered> {
    return this.#usage.offer(sdp);
  }

  probe(): Promise<"alive" | "gone" | "silent"> {
    if (this.#phase === "over") return Promise.resolve("gone");
    return this.#usage.probe();
  }

  owns(request: SipRequest): boolean {
    return this.#usage.owns(request);
  }

  receive(request: SipRequest, transaction: ServerTransaction, source: Peer): void {
    this.#usage.receive(request, transaction, source);
  }

  receiveAck(request: SipRequest): void {
    this.#usage.receiveAck(request);
  }

  #acknowledged(sdp: string | null): void {
    this.#acknowledgedOnce = true;
    this.#settle({ kind: "acknowledged", sdp });
    this.#hangUpAfterAck?.();
  }

  /** The dialog ended by protocol: no ACK to the 200, or the peer no longer knows it. */
  #failed(code: number, reason: string): void {
    this.#phase = "over";
    this.#settle({ kind: "unacknowledged" });
    this.#hangUpAfterAck?.();
    this.#events.emit({ type: "failed", code, reason });
  }

  #bye(): Promise<void> {
    this.#phase = "over";
    return this.#usage.bye();
  }

  /** RFC 3261 §13.3.1.1: again every minute, or a proxy on the way gives the caller up after three (Timer C). */
  #sayProgress(): void {
    if (this.#phase !== "waiting") return;
    this.#core.timers.cancel(this.#ringing);
    this.#ringing = this.#core.timers.after(RING_AGAIN, () => this.#sayProgress());
    const { dialog, progress, negotiation } = this.#usage;
    const status = this.#sound === null ? 180 : 183;
    const lines = this.#routes + dialogLines(this.#core, dialog.localAddress, dialog.heardFrom);
    if (progress !== null && this.#sound !== null && !this.#soundSent) {
      this.#soundSent = true;
      const onHeard = (sdp: string | null): void => {
        this.#heard?.({ kind: "heard", sdp });
        this.#succeed();
      };
      return progress.say({ status, lines, sdp: this.#sound.sdp, onHeard });
    }
    if (this.#reliable !== "must") {
      const sdp = this.#sound?.reliable === false ? { sdp: this.#sound.sdp } : {};
      return void this.#transaction.respond({ status, toTag: dialog.localTag, lines, ...sdp });
    }
    // RFC 3262 §5: the first reliable response to an INVITE without an offer would have to carry ours.
    if (this.offer === null && !negotiation.agreed) return;
    progress?.say({ status, lines, sdp: null, onHeard: () => this.#succeed() });
  }

  /** RFC 3262 §3: 64·T1 without a PRACK. */
  #notHeard(): void {
    if (this.#refuse(504)) this.#events.emit({ type: "failed", code: 504, reason: "no PRACK within 64*T1" });
  }

  /** The only way out of `waiting`. */
  #leaveWaiting(phase: "answered" | "over"): void {
    this.#core.timers.cancel(this.#ringing);
    this.#ringing = null;
    this.#phase = phase;
    this.#heard?.({ kind: "unavailable" });
  }

  /** RFC 3261 §15: the caller may end an early dialog with BYE; its INVITE then gets 487 (§15.1.2). */
  #byeReceived(why: EndReason | null): void {
    const wasWaiting = this.#phase === "waiting";
    if (wasWaiting) this.#transaction.respond({ status: 487, toTag: this.#usage.dialog.localTag });
    this.#leaveWaiting("over");
    this.#settle({ kind: "gone" });
    this.#hangUpAfterAck?.();
    this.#events.emit({ type: wasWaiting ? "cancelled" : "bye", ...because(why) });
  }

  /** A final response other than 2xx; false when one has gone out already. */
  #refuse(status: number, lines = ""): boolean {
    if (this.#phase !== "waiting") return false;
    this.#leaveWaiting("over");
    this.#settle({ kind: "gone" });
    const { dialog } = this.#usage;
    this.#transaction.respond({ status, toTag: dialog.localTag, lines: `${lines}Server: ${this.#core.product}\r\n` });
    this.#usage.end();
    return true;
  }
}

/** RFC 3262 §3: with `Require` every 1xx is to be reliable; with `Supported` those that carry SDP are. */
function reliabilityOf({ headers }: SipRequest): "no" | "can" | "must" {
  if (headers.list("require").includes("100rel")) return "must";
  return headers.list("supported").includes("100rel") ? "can" : "no";
}
