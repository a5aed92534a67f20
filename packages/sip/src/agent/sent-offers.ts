import { refreshTarget } from "../dialog/dialog.ts";
import { mostAttempts, tryAgainIn } from "../dialog/glare.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipResponse } from "../message/message.ts";
import type { Timer } from "../transaction/timers.ts";
import type { Reoffered } from "../trunk.ts";
import { ask, type Asked, isGone } from "./ask.ts";
import { dialogLines } from "./core.ts";
import { type Reinvite, sendReinvite } from "./reinvite.ts";
import type { InviteUsage } from "./usage.ts";

/** Our offers inside a call, one after another (RFC 3261 §14.1). A refused one leaves the call as it was. */
export class SentOffers {
  readonly #usage: InviteUsage;
  #running: Reinvite | null = null;
  #pause: { readonly timer: Timer; readonly wake: () => void } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(usage: InviteUsage) {
    this.#usage = usage;
  }

  /** Waits for its turn, offers, and tries again after glare. */
  offer(sdp: string): Promise<Reoffered> {
    const offered = this.#turn.then(() => this.#untilDecided(sdp));
    this.#turn = offered;
    return offered;
  }

  /** The call is ending: nothing more is offered, and what is under way is cancelled. */
  stop(): void {
    this.#running?.cancel();
    this.#pause?.wake();
  }

  async #untilDecided(sdp: string): Promise<Reoffered> {
    const { core, ownsCallId, negotiation } = this.#usage;
    for (let attempt = 1; ; attempt += 1) {
      while (!this.#usage.ended && this.#method() === null) await negotiation.changed();
      if (this.#usage.ended) return { kind: "gone" };
      const asked = await this.#send(sdp);
      if (asked.kind === "silent") {
        // RFC 3261 §12.2.1.2 would end the dialog here. Whether a conversation is over, its sound decides.
        if (!this.#usage.ended) this.#usage.events.onSilent();
        return { kind: "refused", code: 408, reason: "no final response" };
      }
      const { response } = asked;
      if (response.status < 300) return this.#answered(response);
      if (isGone(response)) {
        this.#usage.lost(response);
        return { kind: "gone" };
      }
      if (attempt < mostAttempts && this.#usage.timer.raise(response)) continue;
      const retryAfter = response.headers.first("retry-after");
      const wait = tryAgainIn({ status: response.status, retryAfter }, attempt, ownsCallId, core.chance());
      if (wait === null) return { kind: "refused", code: response.status, reason: response.reason };
      await this.#wait(wait);
    }
  }

  async #send(sdp: string): Promise<Asked> {
    const { core, dialog, negotiation } = this.#usage;
    if (this.#method() === "UPDATE") return this.#update(sdp);
    negotiation.receive("invite.sent", "offer.sent");
    this.#running = sendReinvite(core, dialog, sdp, this.#usage.timer.requestLines);
    const asked = await this.#running.final;
    this.#running = null;
    negotiation.receive("invite.over", "offer.over");
    if (asked.kind === "answered") this.#taken(asked.response, sdp);
    return asked;
  }

  /** What may carry an offer now; null: nothing yet. */
  #method(): "INVITE" | "UPDATE" | null {
    const { negotiation } = this.#usage;
    if (negotiation.mayInvite) return "INVITE";
    return negotiation.mayUpdate && this.#usage.peerAllows("UPDATE") ? "UPDATE" : null;
  }

  /** RFC 3311 §5.1. */
  async #update(sdp: string): Promise<Asked> {
    const { core, dialog, negotiation } = this.#usage;
    negotiation.receive("offer.sent");
    const lines = dialogLines(core, dialog.localAddress, dialog.heardFrom) + this.#usage.timer.requestLines;
    const asked = await ask(core, dialog, "UPDATE", { lines, sdp });
    negotiation.receive("offer.over");
    // RFC 3311 §5.1: it refreshes the target.
    if (asked.kind === "answered" && asked.response.status < 300) refreshTarget(dialog, asked.response);
    if (asked.kind === "answered") this.#taken(asked.response, sdp);
    return asked;
  }

  /** RFC 4028 §7.2: every 2xx to an offer of ours refreshes the session as well. */
  #taken(response: SipResponse, sdp: string): void {
    this.#usage.learn(response);
    if (response.status >= 300) return;
    this.#usage.localSdp = sdp;
    this.#usage.remoteSdp = sdpOfMessage(response) ?? this.#usage.remoteSdp;
    this.#usage.timer.heard(response);
  }

  #answered(response: SipResponse): Reoffered {
    const sdp = sdpOfMessage(response);
    // RFC 3261 §13.2.1: a 2xx to an offer carries the answer; without one nothing was agreed.
    return sdp === null ? { kind: "refused", code: 488, reason: "answered without SDP" } : { kind: "answered", sdp };
  }

  #wait(delay: number): Promise<void> {
    const { timers } = this.#usage.core;
    return new Promise((resolve) => {
      const wake = (): void => {
        timers.cancel(this.#pause?.timer ?? null);
        this.#pause = null;
        resolve();
      };
      this.#pause = { timer: timers.after(delay, wake), wake };
    });
  }
}
