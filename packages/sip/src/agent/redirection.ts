import { parseAddress } from "../message/address.ts";
import type { SipResponse } from "../message/message.ts";
import { parameter } from "../message/text.ts";
import { parseUri, type Uri, withoutHeaders } from "../message/uri.ts";
import type { Peer } from "../transport/peer.ts";

/** Places a call may be sent on to, the first not counted: two switches that point at one another end here. */
const MOST_TRIES = 5;
const MOST_CONTACTS = 16;

/** A Request-URI and where to send it. */
export type Place = { readonly uri: string; readonly peer: Peer };
type Candidate = Place & { readonly quality: number };

/**
 * RFC 3261 §8.1.3.4: where 3xx responses send a call. The target set grows with each 3xx, the best `q` goes first, and no
 * URI is tried twice. `reach` says how to get there; null: not ours to call, such as a host that is not the trunk's.
 */
export class Redirection {
  readonly #reach: (uri: Uri) => Peer | null;
  readonly #seen: Set<string>;
  #candidates: Candidate[] = [];
  #tries = 0;

  constructor(first: string, reach: (uri: Uri) => Peer | null) {
    this.#reach = reach;
    this.#seen = new Set([first]);
  }

  /** Takes the contacts of a 3xx in; gives the next place, or null when there is none to try. */
  follow(response: SipResponse): Place | null {
    this.#add(response);
    return this.next();
  }

  /** RFC 3261 §8.1.3.4: the next of the set, after one of them failed. */
  next(): Place | null {
    if (this.#tries === MOST_TRIES) return null;
    const place = this.#candidates.shift() ?? null;
    if (place !== null) this.#tries += 1;
    return place;
  }

  #add(response: SipResponse): void {
    for (const value of response.headers.list("contact").slice(0, MOST_CONTACTS)) {
      const address = parseAddress(value);
      const uri = address === null ? null : parseUri(address.uri);
      if (address === null || uri === null || uri.scheme !== "sip" || this.#seen.has(address.uri)) continue;
      const peer = this.#reach(uri);
      if (peer === null || !isSendable(address.uri)) continue;
      this.#seen.add(address.uri);
      const quality = Number(parameter(address.parameters, "q") ?? "1");
      this.#candidates.push({ uri: withoutHeaders(address.uri), peer, quality: quality >= 0 ? quality : 0 });
    }
    // Sorting is stable: of equal q the first named goes first.
    this.#candidates = this.#candidates.toSorted((a, b) => b.quality - a.quality);
  }
}

/** It becomes our Request-URI: nothing in it may end a line or a start line. */
function isSendable(uri: string): boolean {
  return uri.length <= 256 && /^[!-;=?-~]+$/.test(uri);
}
