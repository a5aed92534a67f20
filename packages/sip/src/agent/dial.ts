import { isIP } from "node:net";
import { isDialable } from "../message/number.ts";
import { type Uri, wantsTcp } from "../message/uri.ts";
import type { Peer } from "../transport/peer.ts";
import type { OutboundCall } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import { PlacedCall } from "./outbound.ts";
import { RoutedCall } from "./routed.ts";
import { coreFor, type Trunk } from "./trunks.ts";
import { UnplacedCall } from "./unplaced.ts";

/** What the exchange wants dialled. */
export type Dialling = {
  readonly id: string;
  readonly to: string;
  readonly offer: string;
  readonly callerNumber: string;
  /** False: there is another trunk to try, so a silent one is given up soon. */
  readonly lastResort?: boolean;
};

/** Places a call on a trunk; one that cannot be placed fails as soon as somebody listens. */
export function dial(
  core: UserAgentCore,
  trunk: Trunk | undefined,
  routes: readonly string[],
  dialling: Dialling,
): OutboundCall {
  const { id, to, offer, callerNumber, lastResort = true } = dialling;
  const targets = trunk?.targets ?? null;
  if (trunk === undefined || targets === null)
    return new UnplacedCall(id, 503, "this trunk has no peer to send calls to");
  // What stands in a Request-URI must not be able to add a header or another host.
  if (!isDialable(to) || !isDialable(callerNumber))
    return new UnplacedCall(id, 484, "a number to dial holds only digits, letters and + * # - . _");
  const peers = targets.current();
  if (peers.length === 0) return new UnplacedCall(id, 503, `the DNS does not say where ${targets.domain} is`);
  const own = coreFor(core, trunk);
  const reach = (uri: Uri): Peer | null => reachWithin(trunk, uri);
  const placement = { id, to, offer, callerNumber, trunk: trunk.setting.name, domain: targets.domain, routes, reach };
  // RFC 3263 §4.3 counts Timer B; nobody in need waits 32 s, so eight times T1 without any word is enough.
  const route = { targets, timers: core.timers, silence: 8 * core.intervals.t1, lastResort };
  return new RoutedCall(id, peers, (peer) => new PlacedCall(own, peer, placement), route);
}

/** RFC 3261 §8.1.3.4: a 3xx may send a call to another place of the same carrier. Elsewhere nobody would let us talk back. */
function reachWithin(trunk: Trunk, uri: Uri): Peer | null {
  if (uri.host === trunk.targets?.uri.host && uri.port === trunk.targets.uri.port)
    return trunk.targets.current()[0] ?? null;
  if (isIP(uri.host) === 0 || !trunk.owns(uri.host)) return null;
  return { transport: wantsTcp(uri) ? "tcp" : "udp", address: uri.host, port: uri.port ?? 5060, connection: null };
}
