import { type Intervals, lifetime } from "./intervals.ts";
import type { SipResponse } from "../message/message.ts";
import { type OutgoingRequest, routeLinesIn, writeRequest } from "../message/write.ts";
import type { Peer } from "../transport/peer.ts";
import type { TransactionPorts } from "./server.ts";
import { type ClientAction, clientTable, inviteClientTable, type Table } from "./tables.ts";
import type { Timer } from "./timers.ts";

/** What the transaction user hears of its request. After `onTimeout` or `onUnreachable` nothing more comes. */
export type ClientListener = {
  readonly onResponse: (response: SipResponse) => void;
  /** RFC 3261 §8.1.3.1: to be treated as a 408. */
  readonly onTimeout: () => void;
  /** RFC 3261 §8.1.3.1: to be treated as a 503. */
  readonly onUnreachable: () => void;
};

type ClientTable = Table<string, ClientAction>;

/** One request of ours: RFC 3261 §17.1. Its states and what they do stand in `tables.ts`. */
export class ClientTransaction {
  readonly branch: string;
  readonly key: string;
  readonly request: OutgoingRequest;
  #state: string;
  #wire: Buffer | null = null;
  #via = "";
  #peer: Peer | null = null;
  #repeat: Timer | null = null;
  #end: Timer | null = null;
  #interval = 0;
  #acknowledgement: Buffer | null = null;
  readonly #table: ClientTable;
  readonly #ports: TransactionPorts;
  readonly #listener: ClientListener;
  readonly #ended: (transaction: ClientTransaction) => void;

  constructor(
    branch: string,
    request: OutgoingRequest,
    listener: ClientListener,
    ports: TransactionPorts,
    ended: (transaction: ClientTransaction) => void,
  ) {
    this.branch = branch;
    this.key = clientKey(branch, request.method);
    this.request = request;
    this.#table = request.method === "INVITE" ? inviteClientTable : clientTable;
    this.#state = request.method === "INVITE" ? "calling" : "trying";
    this.#listener = listener;
    this.#ports = ports;
    this.#ended = ended;
  }

  get state(): string {
    return this.#state;
  }
  /** Where the request went: CANCEL goes to the same place with the same Via (RFC 3261 §9.1). */
  get peer(): Peer | null {
    return this.#peer;
  }

  /** Sends the request and starts A and B, or E and F (RFC 3261 §17.1.1.2, §17.1.2.2). */
  start(wire: Buffer, via: string, peer: Peer): void {
    if (this.#state === "terminated") return;
    this.#wire = wire;
    this.#via = via;
    this.#peer = peer;
    const { timers, intervals } = this.#ports;
    const invite = this.request.method === "INVITE";
    this.#end = timers.after(lifetime(intervals), () => this.receive(invite ? "timerB" : "timerF"));
    this.#interval = intervals.t1;
    if (peer.transport === "udp") this.#repeatAfter(intervals.t1, invite ? "timerA" : "timerE");
    this.#transmit();
  }

  /** RFC 3261 §18.1.2: the sent-by of the top Via is ours; §8.1.3.3: no other Via is left. Any other response is discarded. */
  isFor(response: SipResponse): boolean {
    const sentBy = this.#via.slice(this.#via.indexOf(" ") + 1, this.#via.indexOf(";"));
    const { headers, via } = response;
    if (headers.count("via") !== 1 || headers.list("via").length !== 1) return false;
    return via.sentBy.toLowerCase() === sentBy.toLowerCase();
  }

  /** A response with this branch and method came (RFC 3261 §17.1.3). */
  receiveResponse(response: SipResponse): void {
    const { status } = response;
    this.receive(status < 200 ? "provisional" : status < 300 ? "success" : "failure", response);
  }

  /** The one door. */
  receive(input: string, response?: SipResponse): void {
    const row = this.#table[this.#state]?.[input];
    if (row === undefined) return;
    this.#state = row[0];
    this.#perform(row[1], response);
  }

  /** RFC 3261 §9.1: a cancelled INVITE without any final response 64·T1 later is over. */
  abandon(): void {
    if (this.#state === "terminated") return;
    this.#state = "terminated";
    this.#finish();
  }

  #perform(action: ClientAction, response: SipResponse | undefined): void {
    const { intervals } = this.#ports;
    switch (action) {
      case "none":
        return;
      case "resendAndDoubleA":
        return this.#resend(2 * this.#interval, "timerA");
      case "resendAndDoubleE":
        return this.#resend(Math.min(2 * this.#interval, intervals.t2), "timerE");
      case "resendAtT2":
        return this.#resend(intervals.t2, "timerE");
      case "report":
        return this.#report(response);
      case "reportAndStopB":
        this.#stopTimers();
        return this.#report(response);
      case "reportAndStartM":
        this.#settle("timerM", lifetime(intervals));
        return this.#report(response);
      case "reportAckAndStartD":
        this.#acknowledge(response as SipResponse);
        this.#settle("timerD", this.#slow(Math.max(32_000, lifetime(intervals)), intervals));
        return this.#report(response);
      case "reack":
        return this.#reacknowledge();
      case "reportAndStartK":
        this.#report(response);
        return this.#settle("timerK", this.#slow(intervals.t4, intervals));
      case "timeout":
        this.#finish();
        return this.#listener.onTimeout();
      case "unreachable":
        this.#finish();
        return this.#listener.onUnreachable();
      case "end":
        return this.#finish();
    }
  }

  /** D and K are zero over TCP (§17.1.1.2, §17.1.2.2). D is at least 32 s by the standard clock; a faster test clock scales it. */
  #slow(delay: number, intervals: Intervals): number {
    if (this.#peer?.transport === "tcp") return 0;
    return intervals.t1 < 500 ? Math.min(delay, lifetime(intervals)) : delay;
  }

  #report(response: SipResponse | undefined): void {
    if (response !== undefined) this.#listener.onResponse(response);
  }

  #resend(interval: number, input: string): void {
    this.#interval = interval;
    this.#repeatAfter(interval, input);
    this.#transmit();
  }

  #repeatAfter(delay: number, input: string): void {
    this.#repeat = this.#ports.timers.after(delay, () => this.receive(input));
  }

  #transmit(): void {
    if (this.#wire !== null && this.#peer !== null)
      this.#ports.send(this.#wire, this.#peer, () => this.receive("transportError"));
  }

  /** §17.1.1.3: same branch, To of the response, CSeq number with method ACK, the request's Route. */
  #acknowledge(response: SipResponse): void {
    const { request } = this;
    const to = response.headers.first("to") ?? request.to;
    const { sdp: _omitted, ...head } = request;
    this.#acknowledgement = writeRequest({ ...head, method: "ACK", to, lines: routeLinesIn(request.lines) }, this.#via);
    this.#reacknowledge();
  }

  #reacknowledge(): void {
    if (this.#acknowledgement !== null && this.#peer !== null)
      this.#ports.send(this.#acknowledgement, this.#peer, () => this.receive("transportError"));
  }

  #settle(input: string, delay: number): void {
    this.#stopTimers();
    this.#wire = null;
    if (delay === 0) this.receive(input);
    else this.#end = this.#ports.timers.after(delay, () => this.receive(input));
  }

  #stopTimers(): void {
    this.#ports.timers.cancel(this.#repeat);
    this.#repeat = null;
    this.#ports.timers.cancel(this.#end);
    this.#end = null;
  }

  #finish(): void {
    this.#stopTimers();
    this.#wire = null;
    this.#acknowledgement = null;
    this.#ended(this);
  }
}

/** RFC 3261 §17.1.3: branch and CSeq method. */
export function clientKey(branch: string, method: string): string {
  return `${branch} ${method}`;
}
