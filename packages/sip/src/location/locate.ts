import { isIP } from "node:net";
import { type Uri } from "../message/uri.ts";
import { parameter } from "../message/text.ts";
import { canonicalAddress } from "../transport/peer.ts";
import type { Found, Lookup } from "./dns-cache.ts";
import type { Naptr, Record, RecordType, Srv } from "./dns-wire.ts";

/** One place a request may be sent to. */
export type Target = { readonly transport: "udp" | "tcp"; readonly address: string; readonly port: number };
/** In the order to be tried (RFC 3263 §4.3). `fresh`: ms until it is worth asking again. */
export type Located = { readonly targets: readonly Target[]; readonly fresh: number };

/** Where a URI leads: RFC 3263 §4. Null when no name server answers and none ever did. */
export async function locate(uri: Uri, lookup: Lookup, random: () => number): Promise<Located | null> {
  const named = parameter(uri.parameters, "transport")?.toLowerCase() === "tcp" ? "tcp" : null;
  const asked = parameter(uri.parameters, "transport") === undefined ? null : (named ?? "udp");
  // §4.1, §4.2: a numeric address needs no DNS; UDP unless told otherwise.
  if (isIP(uri.host) !== 0)
    return {
      targets: [{ transport: asked ?? "udp", address: canonicalAddress(uri.host), port: uri.port ?? 5060 }],
      fresh: Infinity,
    };
  // §4.2: with a port, A and AAAA only.
  if (uri.port !== null) return addresses(uri.host, asked ?? "udp", uri.port, lookup);
  const search = new Search(lookup, random);
  const services = asked === null ? await search.services(uri.host) : [serviceOf(asked, uri.host)];
  const targets: Target[] = [];
  for (const service of services) targets.push(...(await search.servers(service)));
  if (targets.length > 0) return { targets, fresh: search.fresh };
  // §4.2: no SRV records: the name itself, on the port of the transport.
  const plain = await addresses(uri.host, asked ?? "udp", 5060, lookup);
  return plain === null ? null : { targets: plain.targets, fresh: Math.min(plain.fresh, search.fresh) };
}

type Service = { readonly transport: Target["transport"]; readonly name: string };
const serviceOf = (transport: Target["transport"], host: string): Service => ({
  transport,
  name: `_sip._${transport}.${host}`,
});
/** RFC 3263 §4.1: the services we can speak; SIPS+D2T waits for TLS. */
const naptrServices: Readonly<{ [service: string]: Target["transport"] }> = { "sip+d2u": "udp", "sip+d2t": "tcp" };

/** One walk through the DNS; remembers how long what it found may be believed. */
class Search {
  fresh = Infinity;
  readonly #lookup: Lookup;
  readonly #random: () => number;

  constructor(lookup: Lookup, random: () => number) {
    this.#lookup = lookup;
    this.#random = random;
  }

  /** §4.1: NAPTR decides the transport; without any, each transport we have is asked for. */
  async services(host: string): Promise<readonly Service[]> {
    const naptrs = (await this.#all(host, "NAPTR")).map(({ value }) => value as Naptr);
    const usable = naptrs
      .filter(({ service, flags }) => flags.toLowerCase() === "s" && naptrServices[service.toLowerCase()] !== undefined)
      .toSorted((a, b) => a.order - b.order || a.preference - b.preference)
      .map(({ service, replacement }) => ({
        transport: naptrServices[service.toLowerCase()] as Target["transport"],
        name: replacement,
      }));
    return usable.length > 0 ? usable : [serviceOf("udp", host), serviceOf("tcp", host)];
  }

  /** §4.2: SRV, then A and AAAA of each server in RFC 2782's order. */
  async servers({ transport, name }: Service): Promise<readonly Target[]> {
    const records = (await this.#all(name, "SRV")).map(({ value }) => value as Srv);
    const targets: Target[] = [];
    for (const { target, port } of inOrder(records, this.#random)) {
      const found = await addresses(target, transport, port, this.#lookup);
      this.#note(found);
      targets.push(...(found?.targets ?? []));
    }
    return targets;
  }

  async #all(name: string, type: RecordType): Promise<readonly Record[]> {
    const found = await this.#lookup(name, type);
    this.#note(found);
    return found?.records ?? [];
  }

  #note(found: Pick<Found, "fresh"> | null): void {
    this.fresh = Math.min(this.fresh, found?.fresh ?? 5_000);
  }
}

/** RFC 2782: lowest priority first; within one, chance by weight. A target of "." means: not here. */
export function inOrder(records: readonly Srv[], random: () => number): readonly Srv[] {
  const ordered: Srv[] = [];
  const left = records.filter(({ target }) => target !== "");
  while (left.length > 0) {
    const priority = Math.min(...left.map((one) => one.priority));
    // Those with weight 0 first, so that they are drawn only when the dice say nothing at all.
    const alike = left.filter((one) => one.priority === priority).toSorted((a, b) => a.weight - b.weight);
    let drawn = random() * alike.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = alike.find(({ weight }) => (drawn -= weight) <= 0) ?? (alike.at(-1) as Srv);
    ordered.push(chosen);
    left.splice(left.indexOf(chosen), 1);
  }
  return ordered;
}

async function addresses(
  host: string,
  transport: Target["transport"],
  port: number,
  lookup: Lookup,
): Promise<Located | null> {
  if (isIP(host) !== 0) return { targets: [{ transport, address: canonicalAddress(host), port }], fresh: Infinity };
  const [four, six] = await Promise.all([lookup(host, "A"), lookup(host, "AAAA")]);
  if (four === null && six === null) return null;
  const records = [...(four?.records ?? []), ...(six?.records ?? [])];
  const targets = records.map(({ value }) => ({ transport, address: value as string, port }));
  return { targets, fresh: Math.min(four?.fresh ?? 5_000, six?.fresh ?? 5_000) };
}
