import { isIP, isIPv6 } from "node:net";
import type { Located, Target } from "../location/locate.ts";
import { bracketed, type Uri } from "../message/uri.ts";
import type { Timer, Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";

/** A place that failed is tried last for this long (ms; RFC 3263 §4.3 leaves the time to us). */
const AVOIDED = 60_000;
/** An address the DNS no longer names may still end the calls that came from it (ms). */
const REMEMBERED = 3_600_000;
/** Between two questions when no name server answers, and the shortest time between any two (ms). */
const ASK_AGAIN = 5_000;
const SOONEST = 1_000;

/** What finding a trunk's peer needs. */
export type TargetPorts = {
  readonly locate: (uri: Uri) => Promise<Located | null>;
  readonly timers: Timers;
  readonly now: () => number;
  /** Our sockets reach IPv6 addresses. */
  readonly ipv6: boolean;
};

/** Where one trunk's peer can be reached, kept fresh in the background so that a call never waits for the DNS. */
export class Targets {
  readonly uri: Uri;
  readonly #ports: TargetPorts;
  readonly #failedAt = new Map<string, number>();
  /** When an address was last named. */
  readonly #seen = new Map<string, number>();
  /** Called when `addresses` has changed. */
  readonly #changed: () => void;
  #targets: readonly Target[] = [];
  #next: Timer | null = null;
  #closed = false;

  constructor(uri: Uri, ports: TargetPorts, changed: () => void) {
    this.uri = uri;
    this.#ports = ports;
    this.#changed = changed;
  }

  /** The host as carriers want it in Request-URI, From and To: the name, not what it resolved to. */
  get domain(): string {
    const port = this.uri.port === null ? "" : `:${this.uri.port}`;
    return bracketed(this.uri.host) + port;
  }

  /** In the order to be tried (RFC 3263 §4.3); those that failed lately come last. Empty until the DNS has answered once. */
  current(): readonly Peer[] {
    const peers = this.#targets.map((target): Peer => ({ ...target, connection: null }));
    return peers.toSorted((a, b) => Number(this.#avoided(a)) - Number(this.#avoided(b)));
  }

  failed(target: Target): void {
    this.#failedAt.set(keyOf(target), this.#ports.now());
  }

  worked(target: Target): void {
    this.#failedAt.delete(keyOf(target));
  }

  /** Every address named within the hour before the DNS last answered: requests from there are this trunk's. */
  addresses(): readonly string[] {
    return [...this.#seen.keys()];
  }

  /** Looks for the first time; resolves when that is done, whatever came of it. */
  async start(): Promise<void> {
    const located = await this.#ports.locate(this.uri);
    if (this.#closed) return;
    // A name that suddenly leads nowhere is more likely a mistake than the truth: the last known places stand.
    const usable = (located?.targets ?? []).filter(({ address }) => this.#ports.ipv6 || !isIPv6(address));
    if (usable.length > 0) this.#take(usable);
    if (isIP(this.uri.host) !== 0) return;
    const fresh = Math.max(SOONEST, usable.length === 0 ? ASK_AGAIN : (located?.fresh ?? ASK_AGAIN));
    this.#next = this.#ports.timers.after(fresh, () => void this.start());
  }

  close(): void {
    this.#closed = true;
    this.#ports.timers.cancel(this.#next);
  }

  #take(targets: readonly Target[]): void {
    this.#targets = targets;
    const now = this.#ports.now();
    let changed = false;
    for (const { address } of targets) {
      changed ||= !this.#seen.has(address);
      this.#seen.set(address, now);
    }
    // Here and nowhere else, so that `changed` tells of every address that comes, goes or comes back.
    for (const [address, at] of this.#seen) if (now - at > REMEMBERED) changed = this.#seen.delete(address);
    if (changed) this.#changed();
  }

  #avoided(target: Target): boolean {
    const at = this.#failedAt.get(keyOf(target));
    return at !== undefined && this.#ports.now() - at < AVOIDED;
  }
}

const keyOf = ({ transport, address, port }: Target): string => `${transport} ${address} ${port}`;
