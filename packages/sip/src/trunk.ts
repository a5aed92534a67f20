/**
 * The trunk as the exchange sees it: calls come in, calls go out. Everything of RFC 3261 stays behind this file.
 * Nothing here decides about a call: it reports and obeys.
 */

/** How the caller was presented, after RFC 3325 and normalising. `number` is E.164 (`+62…`) or a short code; null when withheld, anonymous, or a SIM-less pseudo-number. */
export type PresentedIdentity = {
  readonly number: string | null;
  readonly from: "asserted" | "from" | "none";
  readonly privacy: boolean;
};

/** Whose number sent the call on to us, and why in the words of RFC 5806 §4 (`unconditional`, `no-answer` …). */
export type Diverted = {
  /** E.164 or a short code; null when withheld or unreadable. */
  readonly by: string | null;
  readonly reason: string;
};

/** RFC 3326: why the peer ended it: a SIP status, or an ISDN cause (Q.850) from the telephone network behind it. */
export type EndReason = { readonly protocol: "SIP" | "Q.850"; readonly cause: number };

/** What became of an offer of ours inside a call. Only `gone` means that the call is over. */
export type Reoffered =
  | { readonly kind: "answered"; readonly sdp: string }
  /** The call goes on as it was (RFC 3261 §14.1). */
  | { readonly kind: "refused"; readonly code: number; readonly reason: string }
  | { readonly kind: "gone" };

/** What became of sound before the answer. */
export type Progressed =
  /** The caller hears us. `sdp`: its answer when the offer was ours (late offer). */
  | { readonly kind: "heard"; readonly sdp: string | null }
  /** The call is no longer waiting, or this caller cannot be sent sound before the answer. */
  | { readonly kind: "unavailable" };

/** What happens inside a call that is up, whoever began it. */
type InCallEvent =
  | { readonly type: "bye"; readonly why?: EndReason }
  /** re-INVITE or UPDATE: give `respond` our answer SDP (or null → 488, the call goes on unchanged, RFC 3261 §14.2). `offer` null: offerless. */
  | {
      readonly type: "reoffer";
      readonly offer: string | null;
      readonly respond: (sdp: string | null) => void;
      /** SDP in the ACK after an offerless re-INVITE */ readonly onAnswer: (listener: (sdp: string) => void) => void;
    }
  /** A key, by INFO: only from a peer whose sound carries no digits. `duration` in ms. */
  | { readonly type: "digit"; readonly digit: string; readonly duration: number }
  /** The peer answered a refresh of ours (RFC 4028): its SDP, which may be new. */
  | { readonly type: "renewed"; readonly sdp: string }
  /** A request of ours met nothing for 64·T1, or a proxy's 408 that says so. The call goes on; whether anybody is there, its sound tells. */
  | { readonly type: "silent" }
  /** The dialog failed by protocol: unacknowledged 200, 481 in dialog. */
  | {
      readonly type: "failed";
      readonly code: number;
      readonly reason: string;
      readonly why?: EndReason;
      /** Seconds after which the peer wants to be asked again (RFC 3261 §20.33). */
      readonly retryAfter?: number;
    };

export interface InboundCall {
  /** Drawn by us (UUIDv7) at the first INVITE. */
  readonly id: string;
  readonly sipCallId: string;
  /** User part of the Request-URI, normalised (`112`). */
  readonly dialled: string;
  readonly caller: PresentedIdentity;
  /** A fact for the call taker; nothing is decided by it. Null when the call came straight, or the trunk's word is not trusted. */
  readonly diverted: Diverted | null;
  readonly trunk: string;
  /** SDP offer; null for a late offer (RFC 3261 §13.2.1). */
  readonly offer: string | null;
  /** Address of the peer for media latching. */
  readonly remoteAddress: string;
  /** Local address the INVITE came to: what our SDP should say. */
  readonly localAddress: string;
  /** 180 Ringing. Idempotent. */
  ring(): void;
  /**
   * 183 with our SDP: sound before the answer, where the carrier lets it through. Sent until its PRACK comes when the
   * caller can (RFC 3262); 64·T1 without one ends the call (`failed` 504). Once per call; `answer` gets the same SDP.
   */
  progress(sdp: string): Promise<Progressed>;
  /** 200 OK with our SDP. Retransmitted until ACK; resolves `acknowledged` with the ACK's SDP if any, or `unacknowledged` after 64·T1 (BYE sent, RFC 3261 §13.3.1.4). Idempotent. */
  answer(
    sdp: string,
  ): Promise<
    | { readonly kind: "acknowledged"; readonly sdp: string | null }
    | { readonly kind: "unacknowledged" }
    | { readonly kind: "gone" }
  >;
  /** 486 or 503 with Retry-After: only when every channel is taken. */
  congest(status: 486 | 503, retryAfterSeconds: number): void;
  /** A final failure of protocol or media (e.g. 488 no common codec, 500): outcome `setup_failed`. */
  fail(status: 488 | 500): void;
  /** BYE (or 480 if not answered yet: only when a fallback or person ended it). Resolves when the peer confirmed or timers ran out. */
  hangUp(): Promise<void>;
  /**
   * Our offer inside the call (hold, another address or codec), by re-INVITE (RFC 3261 §14.1): waits for its turn, tries
   * again after glare. Before the answer it waits for that.
   */
  reoffer(sdp: string): Promise<Reoffered>;
  /** In-dialog OPTIONS: does the peer still know this dialog? Used when RTP is missing. */
  probe(): Promise<"alive" | "gone" | "silent">;
  on(listener: (event: InboundEvent) => void): void;
}

export type InboundEvent = { readonly type: "cancelled"; readonly why?: EndReason } | InCallEvent;

export interface OutboundCall {
  readonly id: string;
  /** As `InboundCall.reoffer`; `gone` before the answer. */
  reoffer(sdp: string): Promise<Reoffered>;
  /** As `InboundCall.probe`; `gone` before the answer. */
  probe(): Promise<"alive" | "gone" | "silent">;
  cancelOrHangUp(): Promise<void>;
  on(listener: (event: OutboundEvent) => void): void;
}

/** Somebody we called asks that another be called into the conversation, mostly to leave it themselves (RFC 3515). */
export interface Referral {
  /** The number or extension, as it can be dialled. */
  readonly to: string;
  /** 202, and the peer is told from then on. Says nothing about whether anybody will answer. */
  accept(): void;
  /** 603: the call goes on as it is. */
  decline(): void;
  /** What the call to `to` has come to, as a SIP status; 200 or more is the last word. */
  tell(status: number): void;
}

export type OutboundEvent =
  | { readonly type: "ringing" }
  | { readonly type: "progress"; readonly sdp: string }
  | { readonly type: "answered"; readonly sdp: string }
  /** Only on a trunk with `transfers`. `trunk`: where the one who asks was called, who may know extensions of its own. */
  | { readonly type: "refer"; readonly referral: Referral; readonly trunk: string }
  | InCallEvent;

export type RegistrationSetting = {
  /** User of the address of record, mostly the account's name or the number. */
  readonly user: string;
  /** Asked for (s); the registrar may grant another time. */
  readonly expires: number;
  /** RFC 5626: `reg-id`, `+sip.instance`, and CRLF keepalives over TCP. */
  readonly outbound: boolean;
};

/** How our registration at a carrier stands. */
export type RegistrationStanding = {
  readonly state: "registering" | "registered" | "refused" | "unreachable";
  /** The last trouble: the registrar's status if it gave one, and a sentence. A standing registration may have some. */
  readonly code: number | null;
  readonly reason: string | null;
};

export type TrunkSetting = {
  readonly name: string;
  /** IPs or CIDRs whose requests belong to this trunk. */
  readonly addresses: readonly string[];
  /** Where outgoing calls and OPTIONS keepalives go (`sip:10.0.0.1:5060;transport=udp`, or a host name by RFC 3263); null: receive only. */
  readonly peer: string | null;
  /** Trust P-Asserted-Identity from here (RFC 3325 §5). */
  readonly trustIdentity: boolean;
  /** Which header holds the identity that is trusted; absent: P-Asserted-Identity. Older gateways send Remote-Party-ID. */
  readonly identityHeader?: "p-asserted-identity" | "remote-party-id";
  /** Country of numbers without prefix on this trunk; absent: that of the edge. */
  readonly country?: string;
  /** Numbers carriers put for phones without a SIM: prefixes or regular expressions, treated as withheld. */
  readonly pseudoNumbers: readonly string[];
  /** The account this carrier asks us to prove (RFC 3261 §22); absent: none. Shown to the trunk's own addresses only, never written anywhere. */
  readonly account?: { readonly username: string; readonly password: string };
  /** Register with the peer, so that it knows where to send calls (RFC 3261 §10); absent: it knows by itself. */
  readonly registration?: RegistrationSetting;
  /** False: this carrier does not answer OPTIONS, so silence says nothing about it. */
  readonly options?: boolean;
  /** True: those we call over it may send the caller on to another number (REFER, RFC 3515). Absent: 405. */
  readonly transfers?: boolean;
};

/** How a trunk stands now. */
export type TrunkStanding = {
  readonly trunk: string;
  /** By its answers to OPTIONS, and by its registrar where we register. */
  readonly state: "up" | "down" | "unknown";
  /** Configured addresses and networks, and those the DNS names for its peer: SIP and RTP may come from these. */
  readonly addresses: readonly string[];
  /** The address calls out go to first; null: it has no peer, or the DNS has not said yet where. */
  readonly reaches: string | null;
  /** Null where we do not register. */
  readonly registration: RegistrationStanding | null;
};

export type SipOptions = {
  /** Local address to bind, e.g. `0.0.0.0`. */
  readonly address: string;
  readonly port: number;
  readonly trunks: readonly TrunkSetting[];
  /** Country for numbers without prefix (`ID`) and numbers that stay short codes (`112`, `110`, …). */
  readonly country: string;
  readonly shortCodes: readonly string[];
  readonly userAgent: string;
  /** Our own public address, bound to a wildcard, to peers on none of our networks; null: no NAT on the way. */
  readonly publicAddress: string | null;
  /** Name servers for trunks with host names, `address[:port]`; absent or empty: the system's. */
  readonly nameServers?: readonly string[];
};

export interface SipEdge {
  onCall(listener: (call: InboundCall) => void): void;
  dial(
    trunk: string,
    to: string,
    options: {
      readonly id: string;
      readonly offer: string;
      readonly callerNumber: string;
      /** False: there is another trunk to try, so a silent one fails with 408 soon. True when absent. */
      readonly lastResort?: boolean;
    },
  ): OutboundCall;
  trunks(): readonly TrunkStanding[];
  /** Trunks that are down already are told at once. */
  onTrunkChange(listener: (trunk: string, state: "up" | "down") => void): void;
  /** Our address as this peer sees us: what Contact says to it, and its SDP should. */
  localAddressFor(remote: string): string;
  /** Requests from no configured trunk since the last reading (scans): counted apart. */
  takeScans(): number;
  /** Live counts, for leak tests. */
  counts(): { readonly transactions: number; readonly dialogs: number; readonly timers: number };
  close(): Promise<void>;
}
