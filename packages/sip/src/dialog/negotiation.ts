/**
 * Who may offer now, and what an offer of the peer's meets. Two machines stand side by side in every dialog: the INVITE
 * in progress (RFC 3261 §14: one at a time, whoever sent it) and the offer without an answer (RFC 3264 §4: one at a time).
 */

type Machine<State extends string> = Readonly<Record<State, Readonly<Record<string, State>>>>;

export type InviteState = "none" | "ours" | "theirs" | "answered";
export const inviteTable = {
  none: { "invite.sent": "ours", "invite.received": "theirs" },
  ours: { "invite.over": "none" }, // RFC 3261 §17.1.1: its final response came, or none will
  theirs: { "invite.accepted": "answered", "invite.over": "none" }, // §13.3.1.4, §14.2
  // RFC 3261 §14.2 speaks of the final response only: a peer whose ACK was lost may invite again.
  answered: { "invite.acknowledged": "none", "invite.received": "theirs", "invite.over": "none" },
} as const satisfies Machine<InviteState>;

export type OfferState = "settled" | "ours" | "theirs";
export const offerTable = {
  settled: { "offer.sent": "ours", "offer.received": "theirs" },
  ours: { "offer.over": "settled" }, // RFC 3264 §4: answered or rejected
  theirs: { "offer.over": "settled" },
} as const satisfies Machine<OfferState>;

export type NegotiationInput =
  | "invite.sent"
  | "invite.received"
  | "invite.accepted"
  | "invite.acknowledged"
  | "invite.over"
  | "offer.sent"
  | "offer.received"
  | "offer.over";

/** `take`, or the status that tells the peer to come again. */
export type Verdict = "take" | 491 | 500;

/** An INVITE inside the dialog meets … (rows: the INVITE in progress; columns: the open offer). */
export const inviteMeets = {
  none: { settled: "take", ours: 491, theirs: 500 }, // RFC 6337 §4.3: an UPDATE's offer blocks an INVITE as well
  ours: { settled: 491, ours: 491, theirs: 491 }, // RFC 3261 §14.2: ours is in progress
  theirs: { settled: 500, ours: 500, theirs: 500 }, // RFC 3261 §14.2: the first has no final response yet
  answered: { settled: "take", ours: 491, theirs: 500 }, // RFC 6337 §4.3: our offer in the 200 waits for its ACK
} as const satisfies Readonly<Record<InviteState, Readonly<Record<OfferState, Verdict>>>>;

/** An UPDATE, or a PRACK, with an offer meets … */
export const offerMeets = {
  settled: "take",
  ours: 491, // RFC 3311 §5.2: we have offered and wait for the answer
  theirs: 500, // RFC 3311 §5.2: with Retry-After; we owe an answer
} as const satisfies Readonly<Record<OfferState, Verdict>>;

/** The negotiation of one dialog. */
export class Negotiation {
  #invite: InviteState = "none";
  #offer: OfferState = "settled";
  #agreed = false;
  #waiting: (() => void)[] = [];

  get invite(): InviteState {
    return this.#invite;
  }
  get offer(): OfferState {
    return this.#offer;
  }
  /** RFC 3261 §14.1: no INVITE of ours while another is in progress in either direction, and no second offer. */
  get mayInvite(): boolean {
    return this.#invite === "none" && this.#offer === "settled";
  }
  /** RFC 3311 §5.1: a session is agreed while the first INVITE still waits, so that an UPDATE may change it. */
  get mayUpdate(): boolean {
    return this.#agreed && this.#offer === "settled" && (this.#invite === "ours" || this.#invite === "theirs");
  }
  /** A session has been agreed in this dialog. */
  get agreed(): boolean {
    return this.#agreed;
  }
  get onInvite(): Verdict {
    return inviteMeets[this.#invite][this.#offer];
  }
  get onOffer(): Verdict {
    return offerMeets[this.#offer];
  }

  /** The one door. An input without a row changes nothing. */
  receive(...inputs: readonly NegotiationInput[]): void {
    for (const input of inputs) {
      if (input === "offer.over" && this.#offer !== "settled") this.#agreed = true;
      this.#invite = (inviteTable[this.#invite] as Readonly<Record<string, InviteState>>)[input] ?? this.#invite;
      this.#offer = (offerTable[this.#offer] as Readonly<Record<string, OfferState>>)[input] ?? this.#offer;
    }
    this.wake();
  }

  /** Resolves at the next change: whoever waits for its turn looks again then. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Lets everybody look again, also because the dialog is over. */
  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }
}
