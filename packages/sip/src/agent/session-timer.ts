import {
  againIn,
  agreeTo,
  dueIn,
  parseMinSe,
  parseSessionExpires,
  type RefreshInput,
  type RefreshState,
  refreshTable,
  SHORTEST_INTERVAL,
  type Wish,
} from "../dialog/session-timer.ts";
import type { Headers } from "../message/headers.ts";
import type { SipResponse } from "../message/message.ts";
import type { Timer } from "../transaction/timers.ts";
import type { UserAgentCore } from "./core.ts";

/** What a request says of session timers (RFC 4028 §7.1). */
export function wishOf(headers: Headers): Wish {
  return {
    supports: [...headers.list("supported"), ...headers.list("require")].includes("timer"),
    expires: parseSessionExpires(headers.first("session-expires")),
    minimum: parseMinSe(headers.first("min-se")),
  };
}

/** §7.4: who refreshes, as a request of ours names it. */
const refreshers: Readonly<Record<RefreshState, string>> = {
  ours: ";refresher=uac",
  pressing: ";refresher=uac",
  overdue: ";refresher=uac",
  theirs: ";refresher=uas",
  none: "",
  over: "",
};

/** What the timer makes the call do. */
export type Refreshing = { readonly refresh: () => void; readonly probe: () => void };

/** When the session of one dialog is refreshed, or asked after (RFC 4028). What is due stands in `dialog/session-timer.ts`. */
export class SessionTimer {
  readonly #core: UserAgentCore;
  readonly #refreshing: Refreshing;
  #state: RefreshState = "none";
  #interval: number;
  #minimum = SHORTEST_INTERVAL;
  #failures = 0;
  #timer: Timer | null = null;
  /** Of the next attempt, after a refresh that failed. */
  #again: Timer | null = null;

  constructor(core: UserAgentCore, refreshing: Refreshing) {
    this.#core = core;
    this.#refreshing = refreshing;
    this.#interval = core.session.interval;
  }

  /** §7.1, §7.4: in every INVITE and UPDATE of ours; in a refresh it names who refreshes. */
  get requestLines(): string {
    const refresher = refreshers[this.#state];
    const minimum = this.#minimum > SHORTEST_INTERVAL ? `Min-SE: ${this.#minimum}\r\n` : "";
    return `Session-Expires: ${this.#interval}${refresher}\r\n${minimum}`;
  }

  /** §9: what the 2xx to this request says; `begin` when it goes out. */
  answer(headers: Headers): { readonly lines: string; readonly begin: () => void } {
    const wish = wishOf(headers);
    const agreed = agreeTo(wish, this.#core.session.interval);
    if (agreed === null) return { lines: "", begin: () => this.#begin("none", this.#core.session.interval) };
    const { interval, refresher } = agreed;
    // §9: Require tells a peer that supports it that the timer runs.
    const required = wish.supports ? "Require: timer\r\n" : "";
    return {
      lines: `Session-Expires: ${interval};refresher=${refresher}\r\n${required}`,
      begin: () => this.#begin(refresher === "uas" ? "ours" : "theirs", interval),
    };
  }

  /** §7.2: the 2xx to a request of ours. Without Session-Expires no timer runs; then we only ask. */
  heard(response: SipResponse): void {
    const expires = parseSessionExpires(response.headers.first("session-expires"));
    if (expires === null) return this.#begin("none", this.#core.session.interval);
    this.#begin(expires.refresher === "uas" ? "theirs" : "ours", expires.interval);
  }

  /** §7.3: a 422 names the shortest interval the way to the peer allows. False: it does not help to come again. */
  raise(response: SipResponse): boolean {
    const minimum = parseMinSe(response.headers.first("min-se"));
    if (response.status !== 422 || minimum <= this.#minimum) return false;
    this.#minimum = minimum;
    this.#interval = Math.max(this.#interval, minimum);
    return true;
  }

  /** Refreshes that met no 2xx, since the last that did. */
  get failures(): number {
    return this.#failures;
  }

  /** §10: our refresh met no 2xx. While the interval lasts it is tried again, after `wait` (ms) where the refusal names one. */
  failed(wait: number | null): void {
    if (this.#state !== "pressing") return;
    const { timers, session } = this.#core;
    timers.cancel(this.#again);
    const delay = wait ?? session.second * againIn(this.#failures);
    this.#failures += 1;
    this.#again = timers.after(delay, () => this.#receive("again"));
  }

  stop(): void {
    this.#state = "over";
    this.#cancel();
  }

  #begin(state: "ours" | "theirs" | "none", interval: number): void {
    if (this.#state === "over") return;
    this.#state = state;
    this.#interval = interval;
    this.#failures = 0;
    this.#arm();
  }

  #arm(): void {
    const { timers, session } = this.#core;
    this.#cancel();
    if (this.#state === "over") return;
    // The shortest session interval is 90 s: whatever a peer says, nobody is asked more often than that.
    const interval = Math.max(this.#interval, SHORTEST_INTERVAL);
    this.#timer = timers.after(session.second * dueIn(this.#state, interval), () => {
      this.#receive("due");
    });
  }

  #cancel(): void {
    const { timers } = this.#core;
    timers.cancel(this.#timer);
    timers.cancel(this.#again);
    this.#timer = null;
    this.#again = null;
  }

  #receive(input: RefreshInput): void {
    const rows: Partial<Record<RefreshInput, readonly [RefreshState, keyof Refreshing]>> = refreshTable[this.#state];
    const row = rows[input];
    if (row === undefined) return;
    this.#state = row[0];
    // The second time half an interval is over, so is the interval.
    if (input === "due") this.#arm();
    this.#refreshing[row[1]]();
  }
}
