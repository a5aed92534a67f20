import { confirmDialog } from "../dialog/dialog.ts";
import { isNext, parseRSeq } from "../dialog/reliable.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipResponse } from "../message/message.ts";
import { ask } from "./ask.ts";
import type { UserAgentCore } from "./core.ts";
import type { InviteUsage } from "./usage.ts";

/** One place where our INVITE rings (RFC 3261 §12.1.2): a forked INVITE has several. */
export type EarlyDialog = {
  readonly usage: InviteUsage;
  /** RSeq last acknowledged. */ number: number | null;
  /** The answer to our offer, from a reliable 1xx: what the 2xx says is then ignored (RFC 3261 §13.2.1). */ answer:
    | string
    | null;
  /** SDP of any 1xx: what is heard before the answer. */ sound: string | null;
};

/** Places ringing at once that are kept; more are no telephone call. */
const MOST_PLACES = 16;

/** The early dialogs of a call we placed, by the peer's tag. */
export class EarlyDialogs {
  readonly #core: UserAgentCore;
  readonly #open: (response: SipResponse) => InviteUsage;
  readonly #places = new Map<string, EarlyDialog>();

  constructor(core: UserAgentCore, open: (response: SipResponse) => InviteUsage) {
    this.#core = core;
    this.#open = open;
  }

  find(tag: string | null): EarlyDialog | undefined {
    return this.#places.get(tag ?? "");
  }

  /** The first place whose sound is agreed: what happens before the answer happens there. */
  agreed(): EarlyDialog | undefined {
    return [...this.#places.values()].find(({ answer }) => answer !== null);
  }

  /** Takes a 1xx. Null: a copy or out of order, not to be looked at (RFC 3262 §4). Otherwise its SDP, if any. */
  receive(response: SipResponse): { readonly sdp: string | null } | null {
    const sdp = sdpOfMessage(response);
    const place = response.toTag === null ? null : this.#placeOf(response);
    if (place === null) return { sdp };
    const number = parseRSeq(response.headers.first("rseq"));
    const isReliable = number !== null && response.headers.list("require").includes("100rel");
    if (isReliable && !isNext(place.number, number)) return null;
    if (sdp !== null) place.sound = sdp;
    if (!isReliable) return { sdp };
    place.number = number;
    this.#acknowledge(place, response, number);
    if (sdp !== null && place.answer === null) {
      place.answer = sdp;
      place.usage.negotiation.receive("offer.over");
    }
    return { sdp };
  }

  /** The place that answered; one not heard of before is opened. RFC 3261 §13.2.2.4: the 2xx settles route and target. */
  confirm(response: SipResponse): EarlyDialog {
    const place = this.find(response.toTag) ?? { usage: this.#open(response), number: null, answer: null, sound: null };
    confirmDialog(place.usage.dialog, response);
    this.#places.delete(response.toTag ?? "");
    return place;
  }

  /** RFC 3261 §13.2.2.4: no other place will be used. */
  end(): void {
    const places = [...this.#places.values()];
    this.#places.clear();
    for (const { usage } of places) usage.end();
  }

  #placeOf(response: SipResponse): EarlyDialog | null {
    const tag = response.toTag ?? "";
    const known = this.#places.get(tag);
    known?.usage.learn(response);
    if (known !== undefined || this.#places.size >= MOST_PLACES) return known ?? null;
    const place = { usage: this.#open(response), number: null, answer: null, sound: null };
    this.#places.set(tag, place);
    return place;
  }

  /** RFC 3262 §4. What the PRACK meets changes nothing: without it the peer repeats its response. */
  #acknowledge({ usage }: EarlyDialog, response: SipResponse, number: number): void {
    void ask(this.#core, usage.dialog, "PRACK", { lines: `RAck: ${number} ${response.sequence} INVITE\r\n` });
  }
}
