import { createSocket } from "node:dgram";
import type { TrunkPlan } from "@siaga/configuration";
import type { MediaPlane } from "@siaga/media";
import type { OutboundCall, SipEdge, TrunkStanding } from "@siaga/sip";
import type { Channels } from "./channels.ts";
import { DialledCall } from "./dialled.ts";

export type Dialler = {
  readonly sip: SipEdge;
  readonly media: MediaPlane;
  readonly channels: Channels;
  /** What each trunk wants, by its name. */
  readonly planOf: (trunk: string) => TrunkPlan;
  /** Our address as carriers see it; null: as the system's routes say. */
  readonly publicAddress: string | null;
};

export type Dialled =
  | { readonly ok: true; readonly call: OutboundCall }
  | { readonly ok: false; readonly code: number };

type Options = { readonly leg: string; readonly callerNumber: string; readonly preferred: string | null };

/** Offers our audio and sends INVITE over the best trunk; the next is tried when one does not take it. Holds a channel until the call ends. */
export async function dialOut(dialler: Dialler, to: string, options: Options): Promise<Dialled> {
  const attempts = new Attempts(dialler, to, options);
  const first = await attempts.next();
  if (first === null) return { ok: false, code: attempts.code };
  return { ok: true, call: new DialledCall(options.leg, first, attempts) };
}

/** The trunks that can dial: the preferred one first, then as configured; those that are down come last, for want of better. */
export function waysOut(trunks: readonly TrunkStanding[], preferred: string | null): readonly TrunkStanding[] {
  const rank = ({ trunk, state }: TrunkStanding): number => (state === "down" ? 2 : 0) + (trunk === preferred ? 0 : 1);
  return trunks.filter(({ reaches }) => reaches !== null).toSorted((a, b) => rank(a) - rank(b));
}

/** The trunk's own order of codecs, where it has one. */
export const codecsOf = ({ codecs }: TrunkPlan) => (codecs === null ? {} : { codecs });

/** One call out, trunk by trunk. */
export class Attempts {
  /** Why the last trunk was passed over. */
  code = 503;
  readonly #dialler: Dialler;
  readonly #to: string;
  readonly #options: Options;
  readonly #left: TrunkStanding[];
  #opened = false;

  constructor(dialler: Dialler, to: string, options: Options) {
    this.#dialler = dialler;
    this.#to = to;
    this.#options = options;
    this.#left = [...waysOut(dialler.sip.trunks(), options.preferred)];
  }

  /** Dials over the next trunk that has a channel; null when none is left. */
  async next(): Promise<OutboundCall | null> {
    this.release();
    for (let way = this.#left.shift(); way !== undefined; way = this.#left.shift()) {
      const call = await this.#over(way);
      if (call !== null) return call;
      this.release();
    }
    return null;
  }

  release(): void {
    this.#dialler.channels.release(this.#options.leg);
  }

  /** Nobody wants the call any more: what a late attempt opened goes too. */
  drop(): void {
    this.release();
    this.#dialler.media.closeLeg(this.#options.leg);
  }

  async #over({ trunk, reaches, addresses }: TrunkStanding): Promise<OutboundCall | null> {
    const { sip, media, channels, planOf, publicAddress } = this.#dialler;
    const { leg, callerNumber } = this.#options;
    if (channels.take(leg, trunk, "outgoing") !== "taken") {
      this.code = 503;
      return null;
    }
    // Another trunk may want another codec first and sees us at another address: its leg is a new one.
    if (this.#opened) media.closeLeg(leg);
    const plan = planOf(trunk);
    const peer = reaches as string;
    // RFC 3261 §8.1.1.8: what Contact says. A trunk on our own network does not see the public address.
    const address = publicAddress === null ? await localAddressTowards(peer) : sip.localAddressFor(peer);
    const opened = await media.openTrunkLeg({
      leg,
      offer: null,
      address,
      allowedSources: addresses,
      ...codecsOf(plan),
    });
    if (!opened.ok) {
      this.code = 500;
      return null;
    }
    this.#opened = true;
    const shown = plan.presentedNumber ?? callerNumber;
    const lastResort = this.#left.length === 0;
    return sip.dial(trunk, this.#to, { id: leg, offer: opened.sdp, callerNumber: shown, lastResort });
  }
}

/** Connecting a UDP socket sends nothing; it only asks the routing table. */
function localAddressTowards(address: string): Promise<string> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const settle = (found: string): void => {
      socket.close();
      resolve(found);
    };
    socket.once("error", () => settle("127.0.0.1"));
    socket.connect(5060, address, () => settle(socket.address().address));
  });
}
