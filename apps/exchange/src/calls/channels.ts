/** Why a call may not begin: its own trunk is full, or no pair of RTP ports is left for anybody. */
export type Taken = "taken" | "trunk-full" | "house-full";
export type TrunkChannels = { readonly trunk: string; readonly channels: number | null };
/** Channels of one trunk; `free` counts what an incoming call would still get. */
export type ChannelStanding = { readonly trunk: string; readonly used: number; readonly free: number };

/** The one count of what is taken: a call holds a channel of its trunk and a pair of RTP ports from its INVITE to its end. */
export interface Channels {
  /** Incoming calls get what there is; calls out leave the reserve to those who call us. `owner` names the call. */
  take(owner: string, trunk: string, direction: "incoming" | "outgoing"): Taken;
  /** Idempotent; an owner that holds none is fine. */
  release(owner: string): void;
  /** Pairs of RTP ports left. */
  free(): number;
  standing(): readonly ChannelStanding[];
}

/**
 * Each trunk leg uses an even port for RTP and the next for RTCP (RFC 3550 §11). `reserve`: the share (0–1) of every
 * trunk and of the ports that calls out never take.
 */
export function openChannels(
  ports: { readonly first: number; readonly last: number },
  trunks: readonly TrunkChannels[],
  reserve: number,
): Channels {
  const firstEven = ports.first + (ports.first % 2);
  const pairs = Math.floor((ports.last - firstEven + 1) / 2);
  const limits = new Map(trunks.map(({ trunk, channels }) => [trunk, channels]));
  const owners = new Map<string, string>();
  const used = (trunk: string): number => {
    let count = 0;
    for (const each of owners.values()) if (each === trunk) count += 1;
    return count;
  };
  const kept = (limit: number, direction: "incoming" | "outgoing"): number =>
    direction === "outgoing" ? Math.ceil(limit * reserve) : 0;
  return {
    take(owner, trunk, direction) {
      if (owners.has(owner)) return "taken";
      if (pairs - owners.size <= kept(pairs, direction)) return "house-full";
      const limit = limits.get(trunk) ?? null;
      if (limit !== null && limit - used(trunk) <= kept(limit, direction)) return "trunk-full";
      owners.set(owner, trunk);
      return "taken";
    },
    release: (owner) => void owners.delete(owner),
    free: () => pairs - owners.size,
    standing: () =>
      trunks.map(({ trunk, channels }) => {
        const taken = used(trunk);
        const left = pairs - owners.size;
        return { trunk, used: taken, free: channels === null ? left : Math.max(0, Math.min(left, channels - taken)) };
      }),
  };
}
