import type { Attempts, Authenticator } from "../digest/authenticator.ts";
import type { SipResponse } from "../message/message.ts";
import type { OutgoingRequest } from "../message/write.ts";
import type { ClientListener, ClientTransaction } from "../transaction/client.ts";
import type { Peer } from "../transport/peer.ts";
import type { UserAgentCore } from "./core.ts";

/** The account of a trunk, and where it may be shown: nowhere but at that trunk's own addresses. */
export type Account = {
  readonly authenticator: Authenticator;
  readonly isFor: (address: string) => boolean;
};

/** Challenges of one request that are answered: two proxies and the far end, and one of them whose nonce was stale. */
const mostRounds = 4;
const askedTooOften = `The trunk asked for a password more than ${mostRounds} times for one request.`;
const untried: Attempts = new Map();

/** Hears as of a transaction; a challenge that could not be met comes with the sentence that says why. */
export type RequestListener = Omit<ClientListener, "onResponse"> & {
  readonly onResponse: (response: SipResponse, refusal: string | null) => void;
};

/**
 * One request of ours outside the transaction layer: a 401 or 407 is answered by the same request with our proof, a new
 * CSeq number and a transaction of its own (RFC 3261 §22.2, §8.1.3.5). Without an account a challenge is a refusal.
 */
export class SentRequest {
  readonly #core: UserAgentCore;
  /** As given, without proof. */
  readonly plain: OutgoingRequest;
  readonly #to: Peer;
  readonly #listener: RequestListener;
  readonly #nextSequence: () => number;
  #attempts: Attempts = untried;
  #rounds = 0;
  #wanted = true;
  #sequence: number;
  #transaction: ClientTransaction;

  constructor(
    core: UserAgentCore,
    request: OutgoingRequest,
    peer: Peer,
    listener: RequestListener,
    nextSequence: () => number = () => (this.#sequence += 1),
  ) {
    this.#core = core;
    this.plain = request;
    this.#to = peer;
    this.#listener = listener;
    this.#nextSequence = nextSequence;
    this.#sequence = request.sequence;
    const proof = this.#authenticator()?.lines(request.method, request.uri) ?? "";
    this.#transaction = this.#start({ ...request, lines: request.lines + proof });
  }

  /** As it went out last. */
  get request(): OutgoingRequest {
    return this.#transaction.request;
  }
  get branch(): string {
    return this.#transaction.branch;
  }
  get peer(): Peer | null {
    return this.#transaction.peer;
  }

  /** RFC 3261 §22.1: the ACK to a 2xx repeats the credentials of its INVITE. */
  get credentialLines(): string {
    const lines = this.request.lines.split("\r\n").filter((line) => /^(Proxy-)?Authorization:/.test(line));
    return lines.map((line) => `${line}\r\n`).join("");
  }

  /** Nobody wants it any more: a challenge is not answered. */
  unwanted(): void {
    this.#wanted = false;
  }

  abandon(): void {
    this.#transaction.abandon();
  }

  #start(request: OutgoingRequest): ClientTransaction {
    return this.#core.transactions.start(request, this.#to, {
      onResponse: (response) => this.#receive(response),
      onTimeout: this.#listener.onTimeout,
      onUnreachable: this.#listener.onUnreachable,
    });
  }

  #receive(response: SipResponse): void {
    const authenticator = response.status === 401 || response.status === 407 ? this.#authenticator() : null;
    if (authenticator === null || !this.#wanted) return this.#listener.onResponse(response, null);
    if (this.#rounds === mostRounds) return this.#listener.onResponse(response, askedTooOften);
    const verdict = authenticator.receive(response, this.plain, this.#attempts);
    if (verdict.kind === "refused") return this.#listener.onResponse(response, verdict.sentence);
    this.#attempts = verdict.attempts;
    this.#rounds += 1;
    const { lines } = this.plain;
    this.#transaction = this.#start({ ...this.plain, sequence: this.#nextSequence(), lines: lines + verdict.lines });
  }

  #authenticator(): Authenticator | null {
    const { account } = this.#core;
    return account?.isFor(this.#to.address) === true ? account.authenticator : null;
  }
}
