import { lifetime, type Intervals } from "./intervals.ts";
import type { SipRequest } from "../message/message.ts";
import { type Reply, writeResponse } from "../message/write.ts";
import type { Peer } from "../transport/peer.ts";
import type { ReplyRoute } from "./reply-route.ts";
import { inviteServerTable, type ServerAction, serverTable, type Table } from "./tables.ts";
import type { Timer, Timers } from "./timers.ts";

/** What a transaction needs of the rest. */
export type TransactionPorts = {
  readonly timers: Timers;
  readonly intervals: Intervals;
  readonly send: (wire: Buffer, peer: Peer, onError?: () => void) => void;
};

type ServerTable = Table<string, ServerAction>;

/** RFC 3261 §17.2.1: a 100 goes out unless the TU has answered within this time (ms). */
const TRYING_AFTER = 200;

/** One request being answered: RFC 3261 §17.2. Its states and what they do stand in `tables.ts`. */
export class ServerTransaction {
  readonly key: string;
  readonly merge: string | null;
  readonly isInvite: boolean;
  /** Our To tag, once drawn: the answer to a CANCEL carries the one of its INVITE (RFC 3261 §9.2). */
  localTag: string | null = null;
  /** Called when a CANCEL matched and no final response has gone out (RFC 3261 §9.2). */
  onCancel: ((cancel: SipRequest) => void) | null = null;
  /** Called once no ACK can come any more to a final response of 300–699, or it has come. */
  onSettled: (() => void) | null = null;
  #state: string;
  #request: SipRequest | null;
  #last: Buffer | null = null;
  #repeat: Timer | null = null;
  #end: Timer | null = null;
  #interval = 0;
  readonly #table: ServerTable;
  readonly #peer: Peer;
  #topVia: string;
  readonly #ports: TransactionPorts;
  readonly #ended: (transaction: ServerTransaction) => void;

  constructor(
    names: { key: string; merge: string | null },
    request: SipRequest,
    route: ReplyRoute,
    ports: TransactionPorts,
    ended: (transaction: ServerTransaction) => void,
  ) {
    this.key = names.key;
    this.merge = names.merge;
    this.isInvite = request.method === "INVITE";
    this.#table = this.isInvite ? inviteServerTable : serverTable;
    this.#state = this.isInvite ? "proceeding" : "trying";
    this.#request = request;
    this.#peer = route.peer;
    this.#topVia = route.topVia;
    this.#ports = ports;
    this.#ended = ended;
    if (this.isInvite) this.#repeat = ports.timers.after(TRYING_AFTER, () => this.#sayTrying());
  }

  get state(): string {
    return this.#state;
  }

  /** The one door: a final response, a retransmission, an ACK or a timer enters here. */
  receive(input: string): void {
    const row = this.#table[this.#state]?.[input];
    if (row === undefined) return;
    this.#state = row[0];
    this.#perform(row[1]);
  }

  /** Sends a response if the state still allows one. Returns what was written, for the TU's own 2xx retransmission. */
  respond(reply: Reply): Buffer | null {
    if (this.#request === null) return null;
    const wire = writeResponse(this.#request, this.#topVia, reply);
    this.#last = wire;
    this.receive(responseInput(reply.status));
    // A finished transaction lives on for up to 32 s: it keeps the answer, not the question.
    if (reply.status >= 200) {
      this.#request = null;
      this.#topVia = "";
      this.onCancel = null;
    }
    return wire;
  }

  /** The TU sends its 2xx (RFC 3261 §13.3.1.4, RFC 6026 §7.1) or reliable 1xx (RFC 3262 §3) again. */
  repeat(wire: Buffer): void {
    this.#ports.send(wire, this.#peer);
  }

  get #reliable(): boolean {
    return this.#peer.transport === "tcp";
  }

  #sayTrying(): void {
    this.#repeat = null;
    if (this.#last === null) this.respond({ status: 100, toTag: null });
  }

  #perform(action: ServerAction): void {
    switch (action) {
      case "none":
        return;
      case "send":
      case "resend":
        return this.#transmit();
      case "sendAndStartG":
        return this.#startG();
      case "resendAndDoubleG":
        return this.#doubleG();
      case "sendAndStartL":
        this.#transmit();
        this.#last = null;
        return this.#startEnd("timerL", lifetime(this.#ports.intervals));
      case "startI":
        // §17.2.1: Timer I is T4 over UDP, zero over TCP.
        this.#last = null;
        this.onSettled?.();
        return this.#startEnd("timerI", this.#reliable ? 0 : this.#ports.intervals.t4);
      case "startJ":
        this.#transmit();
        // §17.2.2: Timer J is 64·T1 over UDP, zero over TCP.
        return this.#startEnd("timerJ", this.#reliable ? 0 : lifetime(this.#ports.intervals));
      case "end":
        return this.#finish();
    }
  }

  #transmit(): void {
    if (this.#last !== null) this.#ports.send(this.#last, this.#peer);
  }

  /** §17.2.1: Timer G only over UDP, Timer H always. */
  #startG(): void {
    this.#transmit();
    this.#startEnd("timerH", lifetime(this.#ports.intervals));
    if (this.#reliable) return;
    this.#interval = this.#ports.intervals.t1;
    this.#repeat = this.#ports.timers.after(this.#interval, () => this.receive("timerG"));
  }

  #doubleG(): void {
    this.#transmit();
    this.#interval = Math.min(2 * this.#interval, this.#ports.intervals.t2);
    this.#repeat = this.#ports.timers.after(this.#interval, () => this.receive("timerG"));
  }

  #startEnd(input: string, delay: number): void {
    this.#ports.timers.cancel(this.#repeat);
    this.#ports.timers.cancel(this.#end);
    this.#repeat = null;
    if (delay === 0) this.receive(input);
    else this.#end = this.#ports.timers.after(delay, () => this.receive(input));
  }

  #finish(): void {
    this.#ports.timers.cancel(this.#repeat);
    this.#ports.timers.cancel(this.#end);
    this.#last = null;
    this.#request = null;
    this.onSettled?.();
    this.onCancel = null;
    this.onSettled = null;
    this.#ended(this);
  }
}

function responseInput(status: number): string {
  if (status < 200) return "provisional";
  return status < 300 ? "success" : "failure";
}
