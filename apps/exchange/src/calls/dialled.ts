import type { OutboundCall, OutboundEvent, Reoffered } from "@siaga/sip";

/**
 * A trunk that answers so has not taken the call: it does not know us, does not answer, or cannot now. Another may.
 * A number that is busy, unknown or declined is so over every trunk.
 */
const notTaken = new Set([401, 403, 407, 408, 500, 502, 503, 504]);

/** Where the next trunk comes from, and what a call gives back at its end. */
type NextTrunk = {
  readonly next: () => Promise<OutboundCall | null>;
  readonly release: () => void;
  readonly drop: () => void;
};

/** One call out, over whichever trunk takes it. Once it rings or speaks, it is that trunk's call. */
export class DialledCall implements OutboundCall {
  readonly id: string;
  readonly #trunks: NextTrunk;
  #call: OutboundCall;
  #listener: ((event: OutboundEvent) => void) | null = null;
  #taken = false;
  #givenUp = false;

  constructor(id: string, first: OutboundCall, trunks: NextTrunk) {
    this.id = id;
    this.#call = first;
    this.#trunks = trunks;
  }

  /** One listener; what happened before it is kept by the call below. */
  on(listener: (event: OutboundEvent) => void): void {
    this.#listener = listener;
    this.#listen(this.#call);
  }

  reoffer(sdp: string): Promise<Reoffered> {
    return this.#call.reoffer(sdp);
  }

  probe(): Promise<"alive" | "gone" | "silent"> {
    return this.#call.probe();
  }

  cancelOrHangUp(): Promise<void> {
    this.#givenUp = true;
    this.#trunks.release();
    return this.#call.cancelOrHangUp();
  }

  #listen(call: OutboundCall): void {
    call.on((event) => {
      if (call === this.#call) this.#heard(event);
    });
  }

  #heard(event: OutboundEvent): void {
    if (event.type === "failed" && notTaken.has(event.code) && !this.#taken && !this.#givenUp)
      return void this.#tryNext(event);
    this.#taken = true;
    if (event.type === "failed" || event.type === "bye") this.#trunks.release();
    this.#listener?.(event);
  }

  async #tryNext(failed: OutboundEvent): Promise<void> {
    const next = await this.#trunks.next();
    if (this.#givenUp) {
      this.#trunks.drop();
      void next?.cancelOrHangUp();
    } else if (next === null) this.#listener?.(failed);
    else {
      this.#call = next;
      this.#listen(next);
    }
  }
}
