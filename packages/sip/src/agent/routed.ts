import { reasonLine } from "../message/reason.ts";
import type { Timer, Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type { OutboundCall, OutboundEvent, Reoffered } from "../trunk.ts";
import { CallEvents } from "./events.ts";
import type { PlacedCall } from "./outbound.ts";
import type { Targets } from "./targets.ts";

/** RFC 3263 §4.3: no answer in time, nothing there, or "not now": the next place may be tried. */
const tryNext = new Set([408, 503]);

export type Route = {
  readonly targets: Targets;
  readonly timers: Timers;
  /** Without a word for this long (ms) the next place is tried; the one left is cancelled as soon as it speaks. */
  readonly silence: number;
  /** False: the caller of `dial` has another trunk, and a silent last place is given up like the others. */
  readonly lastResort: boolean;
};

/** One call out over whichever place of the trunk takes it (RFC 3263 §4.3). Once a place rings or speaks, it is that place's call. */
export class RoutedCall implements OutboundCall {
  readonly id: string;
  readonly #route: Route;
  readonly #place: (peer: Peer) => PlacedCall;
  readonly #left: Peer[];
  readonly #events = new CallEvents<OutboundEvent>();
  #silent: Timer | null = null;
  #givenUp = false;
  /** It rang, spoke or was answered: from then on a failure is this call's, not the place's. */
  #taken = false;
  #call: PlacedCall;

  constructor(id: string, peers: readonly Peer[], place: (peer: Peer) => PlacedCall, route: Route) {
    this.id = id;
    this.#left = [...peers];
    this.#place = place;
    this.#route = route;
    this.#call = this.#dialNext();
  }

  on(listener: (event: OutboundEvent) => void): void {
    this.#events.on(listener);
  }

  reoffer(sdp: string): Promise<Reoffered> {
    return this.#call.reoffer(sdp);
  }

  probe(): Promise<"alive" | "gone" | "silent"> {
    return this.#call.probe();
  }

  cancelOrHangUp(): Promise<void> {
    this.#givenUp = true;
    this.#stopClock();
    return this.#call.cancelOrHangUp();
  }

  #dialNext(): PlacedCall {
    const peer = this.#left.shift() as Peer;
    const call = this.#place(peer);
    if (this.#left.length > 0 || !this.#route.lastResort)
      this.#silent = this.#route.timers.after(this.#route.silence, () => this.#noWord(call, peer));
    call.on((event) => {
      // A place that was left for its silence may still fail, or answer and be hung up: that is no longer this call.
      if (call === this.#call) this.#heard(event, peer);
    });
    return call;
  }

  #heard(event: OutboundEvent, peer: Peer): void {
    this.#stopClock();
    const untaken = event.type === "failed" && tryNext.has(event.code) && !this.#taken;
    if (event.type !== "failed") this.#taken = true;
    if (untaken) this.#route.targets.failed(peer);
    else this.#route.targets.worked(peer);
    if (untaken && this.#left.length > 0 && !this.#givenUp) this.#call = this.#dialNext();
    else this.#events.emit(event);
  }

  /** A 100 is a word too: a carrier may take long to find the number. */
  #noWord(call: PlacedCall, peer: Peer): void {
    this.#silent = null;
    if (call !== this.#call || call.heard || this.#givenUp) return;
    this.#route.targets.failed(peer);
    // RFC 3261 §9.1: its CANCEL waits for a first word; a 200 that comes after all is acknowledged and ended.
    void call.cancelOrHangUp(reasonLine("SIP", 408, "No answer in time"));
    if (this.#left.length > 0) this.#call = this.#dialNext();
    else {
      this.#givenUp = true;
      this.#events.emit({ type: "failed", code: 408, reason: "the trunk does not answer" });
    }
  }

  #stopClock(): void {
    this.#route.timers.cancel(this.#silent);
    this.#silent = null;
  }
}
