import type { SipRequest } from "../message/message.ts";
import { referredTo, wantsNoNews } from "../message/refer.ts";
import { statusLine } from "../message/write.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Referral } from "../trunk.ts";
import { ask, isGone } from "./ask.ts";
import { dialogLines } from "./core.ts";
import type { InviteUsage } from "./usage.ts";

/** Seconds the news may last (RFC 6665 §4.1.2.1): longer than anybody is rung. */
const newsLast = 180;

/** RFC 3515 §2.4: a REFER inside a call. Where nobody decides about it, it is declined and the call goes on as it is. */
export function receiveRefer(usage: InviteUsage, request: SipRequest, transaction: ServerTransaction): void {
  const referred = referredTo(request);
  const { onRefer } = usage.events;
  if (referred.kind === "unreadable") return void transaction.respond({ status: 400, toTag: null });
  if (referred.kind === "beyond" || onRefer === undefined)
    return void transaction.respond({ status: 603, toTag: null });
  onRefer(new ReceivedReferral(usage, request, transaction, referred.to));
}

/** One REFER, and the subscription it makes (RFC 3515 §2.4.4): news goes out one by one, the latest last. */
class ReceivedReferral implements Referral {
  readonly to: string;
  readonly #usage: InviteUsage;
  readonly #transaction: ServerTransaction;
  /** RFC 3515 §2.4.6: tells the news of one REFER from those of another. */
  readonly #id: number;
  readonly #quiet: boolean;
  #state: "asked" | "accepted" | "over" = "asked";
  #told: number | null = null;
  #latest: number | null = null;
  #telling = false;

  constructor(usage: InviteUsage, request: SipRequest, transaction: ServerTransaction, to: string) {
    this.to = to;
    this.#usage = usage;
    this.#transaction = transaction;
    this.#id = request.sequence;
    this.#quiet = wantsNoNews(request);
  }

  accept(): void {
    if (this.#state !== "asked") return;
    this.#state = "accepted";
    const { core, dialog } = this.#usage;
    // RFC 4488 §4: said again in the answer, there will be no news.
    const quiet = this.#quiet ? "Refer-Sub: false\r\n" : "";
    const lines = quiet + dialogLines(core, dialog.localAddress, dialog.heardFrom);
    this.#transaction.respond({ status: 202, toTag: null, lines });
    // RFC 3515 §2.4.4: the first word follows at once.
    this.tell(100);
  }

  decline(): void {
    if (this.#state !== "asked") return;
    this.#state = "over";
    this.#transaction.respond({ status: 603, toTag: null });
  }

  tell(status: number): void {
    if (this.#state !== "accepted" || status === this.#latest) return;
    this.#latest = status;
    if (status >= 200) this.#state = "over";
    if (!this.#quiet && !this.#telling) void this.#notify();
  }

  /** A peer that hung up wants no news (RFC 5589 §6.1); one that says it knows of no subscription gets no more. */
  async #notify(): Promise<void> {
    this.#telling = true;
    while (this.#latest !== this.#told && this.#latest !== null && !this.#usage.ended) {
      const status: number = this.#latest;
      this.#told = status;
      const asked = await ask(this.#usage.core, this.#usage.dialog, "NOTIFY", this.#news(status));
      if (asked.kind === "answered" && isGone(asked.response)) break;
    }
    this.#telling = false;
  }

  /** RFC 3515 §2.4.5, §2.4.7: the status as a fragment of a message; a final one ends the subscription. */
  #news(status: number): { readonly lines: string; readonly fragment: string } {
    const { core, dialog } = this.#usage;
    const state = status >= 200 ? "terminated;reason=noresource" : `active;expires=${newsLast}`;
    const event = `Event: refer;id=${this.#id}\r\nSubscription-State: ${state}\r\n`;
    return {
      lines: event + dialogLines(core, dialog.localAddress, dialog.heardFrom),
      fragment: `${statusLine(status)}\r\n`,
    };
  }
}
