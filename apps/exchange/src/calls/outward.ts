import { createSocket } from "node:dgram";
import type { MediaPlane } from "@siaga/media";
import type { OutboundCall, SipEdge, TrunkSetting } from "@siaga/sip";

/** A way out: a trunk we may dial on, and our address as that trunk's peer sees it. */
export type Outward = { readonly trunk: string; readonly address: string };

/** The trunks that can dial, each with the local address the system would use towards its peer. */
export async function findOutward(
  trunks: readonly TrunkSetting[],
  publicAddress: string | null,
): Promise<readonly Outward[]> {
  const dialling = trunks.flatMap((trunk) => (trunk.peer === null ? [] : [{ trunk, peer: trunk.peer }]));
  return Promise.all(
    dialling.map(async ({ trunk, peer }) => ({
      trunk: trunk.name,
      address: publicAddress ?? (await localAddressTowards(hostOf(peer))),
    })),
  );
}

/** Host of `sip:10.0.0.1:5060;transport=udp` or `sip:user@[2001:db8::1]`. */
const hostOf = (peer: string): string =>
  /^sips?:(?:[^@;]*@)?(\[[^\]]+\]|[^:;]+)/.exec(peer)?.[1]?.replace(/[[\]]/g, "") ?? "127.0.0.1";

/** Connecting a UDP socket sends nothing; it only asks the routing table. */
function localAddressTowards(host: string): Promise<string> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const settle = (address: string): void => {
      socket.close();
      resolve(address);
    };
    socket.once("error", () => settle("127.0.0.1"));
    socket.connect(5060, host, () => settle(socket.address().address));
  });
}

export type Dialler = { readonly sip: SipEdge; readonly media: MediaPlane; readonly ways: readonly Outward[] };
export type Dialled =
  | { readonly ok: true; readonly call: OutboundCall }
  | { readonly ok: false; readonly code: number };

/** Offers our audio and sends INVITE: over the preferred trunk where it can dial, else over the first that is not down. */
export async function dialOut(
  { sip, media, ways }: Dialler,
  to: string,
  options: { readonly leg: string; readonly callerNumber: string; readonly preferred: string | null },
): Promise<Dialled> {
  const down = new Set(sip.trunks().flatMap(({ trunk, state }) => (state === "down" ? [trunk] : [])));
  const way =
    ways.find(({ trunk }) => trunk === options.preferred && !down.has(trunk)) ??
    ways.find(({ trunk }) => !down.has(trunk)) ??
    ways[0];
  if (!way) return { ok: false, code: 503 };
  const opened = await media.openTrunkLeg({
    leg: options.leg,
    offer: null,
    address: way.address,
    allowedSources: sip.trunks().find(({ trunk }) => trunk === way.trunk)?.addresses ?? [],
  });
  if (!opened.ok) return { ok: false, code: 500 };
  const call = sip.dial(way.trunk, to, { id: options.leg, offer: opened.sdp, callerNumber: options.callerNumber });
  return { ok: true, call };
}
