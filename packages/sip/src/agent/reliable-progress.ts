import { firstRSeq, parseRAck, sendingTable, type SendingInput, type SendingState } from "../dialog/reliable.ts";
import { sdpOfMessage } from "../message/body.ts";
import type { SipRequest } from "../message/message.ts";
import { lifetime } from "../transaction/intervals.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Timer } from "../transaction/timers.ts";
import type { InviteUsage } from "./usage.ts";

/** A 1xx to be sent reliably. */
export type ReliableResponse = {
  readonly status: number;
  readonly lines: string;
  readonly sdp: string | null;
  /** Its PRACK came, with this SDP. */
  readonly onHeard: (sdp: string | null) => void;
};

/** The 1xx of one INVITE that the caller acknowledges with PRACK (RFC 3262 §3). Its states stand in `dialog/reliable.ts`. */
export class ReliableProgress {
  readonly #usage: InviteUsage;
  readonly #invite: ServerTransaction;
  readonly #sequence: number;
  readonly #onGivenUp: () => void;
  #state: SendingState = "idle";
  #number: number;
  #current: ReliableResponse | null = null;
  #wire: Buffer | null = null;
  readonly #queue: ReliableResponse[] = [];
  #interval = 0;
  #repeat: Timer | null = null;
  #patience: Timer | null = null;

  constructor(usage: InviteUsage, invite: ServerTransaction, sequence: number, onGivenUp: () => void) {
    this.#usage = usage;
    this.#invite = invite;
    this.#sequence = sequence;
    this.#onGivenUp = onGivenUp;
    this.#number = firstRSeq(usage.core.chance()) - 1;
  }

  /** §3: no 2xx while a 1xx with SDP waits for its PRACK. */
  get holdsSuccess(): boolean {
    return this.#state === "waiting" && [this.#current, ...this.#queue].some((one) => one?.sdp != null);
  }

  say(response: ReliableResponse): void {
    this.#receive("send", response);
  }

  /** The INVITE gets its final response. */
  stop(): void {
    this.#receive("final");
  }

  /** §3: a PRACK that matches nothing is 481; its offer, if any, is treated like that of an UPDATE (§5). */
  receivePrack(request: SipRequest, transaction: ServerTransaction): void {
    const ack = parseRAck(request.headers.first("rack"));
    const matches =
      (this.#state === "waiting" || this.#state === "late") &&
      ack?.number === this.#number &&
      ack.sequence === this.#sequence &&
      ack.method === "INVITE";
    if (!matches) return void transaction.respond({ status: 481, toTag: null });
    const { negotiation } = this.#usage;
    const current = this.#current as ReliableResponse;
    const sdp = sdpOfMessage(request);
    const isLate = this.#state === "late";
    const answers = current.sdp !== null && negotiation.offer === "ours";
    // §5: our SDP answered their offer, or theirs answers ours.
    if (current.sdp !== null) negotiation.receive("offer.over");
    if (answers || sdp === null) transaction.respond({ status: 200, toTag: null });
    else this.#usage.received.receiveOffer(request, transaction);
    this.#receive("prack");
    if (!isLate) current.onHeard(answers ? sdp : null);
  }

  /** The one door. */
  #receive(input: SendingInput, response?: ReliableResponse): void {
    const row = (sendingTable[this.#state] as Partial<Record<SendingInput, readonly [SendingState, string]>>)[input];
    if (row === undefined) return;
    this.#state = row[0];
    const actions: Readonly<Record<string, () => void>> = {
      transmit: () => this.#transmit(response as ReliableResponse),
      queue: () => void this.#queue.push(response as ReliableResponse),
      repeat: () => this.#again(),
      settle: () => this.#settle(),
      giveUp: () => {
        this.#stopTimers();
        this.#onGivenUp();
      },
      stop: () => this.#stopTimers(),
    };
    actions[row[1]]?.();
  }

  #transmit(response: ReliableResponse): void {
    const { core, dialog, negotiation } = this.#usage;
    this.#current = response;
    this.#number += 1;
    // §5: with no offer in the INVITE the first SDP of ours is the offer.
    if (response.sdp !== null && negotiation.offer === "settled") negotiation.receive("offer.sent");
    const lines = `${response.lines}Require: 100rel\r\nRSeq: ${this.#number}\r\n`;
    const body = response.sdp === null ? {} : { sdp: response.sdp };
    this.#wire = this.#invite.respond({ status: response.status, toTag: dialog.localTag, lines, ...body });
    this.#interval = core.intervals.t1;
    this.#repeat = core.timers.after(this.#interval, () => this.#receive("timer"));
    this.#patience = core.timers.after(lifetime(core.intervals), () => this.#receive("patience"));
  }

  #again(): void {
    const { timers } = this.#usage.core;
    if (this.#wire !== null) this.#invite.repeat(this.#wire);
    this.#interval *= 2;
    this.#repeat = timers.after(this.#interval, () => this.#receive("timer"));
  }

  #settle(): void {
    this.#stopTimers();
    const next = this.#queue.shift();
    if (next !== undefined) this.#receive("send", next);
  }

  #stopTimers(): void {
    const { timers } = this.#usage.core;
    timers.cancel(this.#repeat);
    timers.cancel(this.#patience);
    this.#wire = null;
  }
}
