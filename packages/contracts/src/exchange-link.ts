/**
 * The link between exchange (mechanics) and centre (brain): newline-delimited JSON over a stream socket.
 * The exchange listens; the centre connects. Every message is one line. No logic here.
 *
 * Order of a session:  exchange `challenge` → centre `auth` → exchange `hello` → centre `welcome` →
 * then `report`s up, `commit`s and `beat`s down.
 */
import type {
  CallId,
  CentreEvent,
  CentreSnapshot,
  ExchangeEffect,
  Input,
  Instant,
  LineQuality,
  PersonalId,
  Policy,
} from "@siaga/core";

export const exchangeLinkProtocol = 1;

/** The exchange's first line on every connection: prove that you are this instance's centre. */
export type Challenge = { readonly kind: "challenge"; /** Random, hex. */ readonly nonce: string };

/** The centre's first line: HMAC-SHA256 of the nonce text under the instance's link key, hex. Anything else closes the link. */
export type Auth = { readonly kind: "auth"; readonly mac: string };

/** Who is calling, as presented by the trunk and normalised (E.164 or a short code); null when withheld. Personal data: never logged. */
export type PresentedCaller = { readonly number: string | null };

/**
 * Something the exchange saw, numbered by the exchange without gaps within one run (`n`).
 * `at` is when it was seen. For `call.arrived`/`call.congested` the exchange sends `caller: withheld`, `history: null`,
 * `test: false` in the input and the number beside it; the centre fills them in before stepping the core.
 */
export type Report = {
  readonly kind: "report";
  readonly n: number;
  readonly at: Instant;
  readonly input: Input;
  readonly presented?: PresentedCaller;
  readonly dialled?: string;
};

/** A call whose legs the exchange holds right now. */
export type HeldCall = {
  readonly call: CallId;
  readonly arrivedAt: Instant;
  /** `ringing`: no 200 yet. `up`: 200 sent. */
  readonly signalling: "ringing" | "up";
  readonly joinedDesk: string | null;
  readonly outgoing: boolean;
};

/** The exchange's opening word, at every connect. */
export type Hello = {
  readonly kind: "hello";
  readonly protocol: number;
  /** Drawn at exchange start; another value means the exchange restarted and its legs are gone. */
  readonly exchange: string;
  /** Highest epoch obeyed; a centre with a lower one must leave. */
  readonly epochSeen: number;
  /** Log sequence number of the last event received by commit. */
  readonly seqSeen: number;
  readonly held: readonly HeldCall[];
  readonly connectedDesks: readonly string[];
  /** Facts decided by the exchange's own core while no centre was there: events with their own times, and the numbers they need. */
  readonly lateFacts: readonly CentreEvent[];
  /** Numbers presented by calls that arrived meanwhile, by call. */
  readonly latePresented: Readonly<Record<CallId, PresentedCaller>>;
  /** Reports sent or seen but never kept, in order; the centre handles them as if they arrived now. Empty after a fail-open. */
  readonly unkept: readonly Report[];
};

/** A line by configuration. */
export type LineSetting = {
  readonly line: string;
  readonly dialled: readonly string[];
  readonly name: string;
  readonly test: boolean;
  readonly recorded: boolean;
};

/** The centre's answer to hello: it leads now. */
export type Welcome = {
  readonly kind: "welcome";
  readonly protocol: number;
  readonly centre: string;
  readonly epoch: number;
  readonly seq: number;
  readonly policy: Policy;
  readonly lines: readonly LineSetting[];
  /** The centre's state after reconciling: the exchange's standing copy from here on. */
  readonly state: CentreSnapshot;
  /** Highest `n` kept so far for this exchange run. */
  readonly kept: number;
};

/** An effect with its idempotency key: `<epoch>:<seq>:<index>`. */
export type KeyedEffect = {
  readonly key: string;
  readonly effect: ExchangeEffect;
  /** For `callback.dial`: the number to dial. */ readonly number?: string;
  /** For `operator.ring`: what the desk may show at once. */ readonly card?: CallCard;
};

/** What rings on a desk, also over the desk-link. The number is already masked for the role. */
export type CallCard = {
  readonly call: CallId;
  readonly line: string;
  readonly lineName: string;
  readonly arrivedAt: Instant;
  readonly number: string | null;
  readonly callsToday: number;
  readonly calls30Days: number;
  readonly classified: Readonly<Record<string, number>>;
  readonly genuine: { readonly count: number; readonly lastAt: Instant | null } | null;
  readonly test: boolean;
};

/** After events are durable: what to add to the standing copy, what to do, and which reports are kept. */
export type Commit = {
  readonly kind: "commit";
  readonly seq: number;
  readonly kept: number;
  readonly events: readonly CentreEvent[];
  readonly effects: readonly KeyedEffect[];
};

/** Sent every 500 ms by the centre; 2 s without one and the exchange fails open. */
export type Beat = { readonly kind: "beat"; readonly at: Instant };

/** How one trunk stands. */
export type TrunkHealth = {
  readonly trunk: string;
  readonly state: "up" | "down" | "unknown";
  /** Null where we do not register; `code` is the registrar's last trouble. */
  readonly registration: {
    readonly state: "registering" | "registered" | "refused" | "unreachable";
    readonly code: number | null;
  } | null;
  /** Calls it carries, both ways, and how many more could come in. */
  readonly channels: { readonly used: number; readonly free: number };
};

/** Sent by the exchange every second and on change. */
export type ExchangeHealth = {
  readonly kind: "health";
  readonly at: Instant;
  readonly trunks: readonly TrunkHealth[];
  readonly calls: number;
  readonly desks: readonly string[];
  readonly media: "up" | "restarting";
  readonly rtpPortsFree: number;
  readonly scans: number;
  readonly failOpen: boolean;
  readonly held: HeldParts;
  /** How well each living call is heard so far, by call. */
  readonly heard: Readonly<Record<CallId, LineQuality>>;
};

/** What calls hold in the exchange; at rest nothing but the desks' legs and every port is free. */
export type HeldParts = {
  readonly legs: number;
  readonly rooms: number;
  readonly recordings: number;
  readonly freePorts: number;
  readonly transactions: number;
  readonly dialogs: number;
  readonly timers: number;
};

/** The centre is from an older epoch than one already obeyed. */
export type Stale = { readonly kind: "stale"; readonly epochSeen: number };

export type ToCentre = Challenge | Hello | Report | ExchangeHealth | Stale;
export type ToExchange = Auth | Welcome | Commit | Beat;

/** Lost personal ids are drawn by the centre; here for the late facts' re-keying. */
export type LateCaller = { readonly call: CallId; readonly caller: PersonalId };

const toCentreKinds = new Set(["challenge", "hello", "report", "health", "stale"]);
const toExchangeKinds = new Set(["auth", "welcome", "commit", "beat"]);

/** One line from the exchange; null when it is not of this protocol (the link is then closed). */
export function readToCentre(line: string): ToCentre | null {
  return readLine(line, toCentreKinds) as ToCentre | null;
}
/** One line from the centre; null when it is not of this protocol. */
export function readToExchange(line: string): ToExchange | null {
  return readLine(line, toExchangeKinds) as ToExchange | null;
}

function readLine(line: string, kinds: ReadonlySet<string>): unknown {
  try {
    const said = JSON.parse(line) as { readonly kind?: string } | null;
    return kinds.has(said?.kind ?? "") ? said : null;
  } catch {
    return null;
  }
}
