import type { AskDns } from "./dns-client.ts";
import type { Record, RecordType } from "./dns-wire.ts";

/** The records of a name, and for how long they may be believed (ms). Empty: the name server says there are none. */
export type Found = { readonly records: readonly Record[]; readonly fresh: number };

/** Looks a name up; null when no name server answers and none ever did. */
export type Lookup = (name: string, type: RecordType) => Promise<Found | null>;

/** A server that answers nothing is asked again after this long (ms); "there is none" is believed as long (RFC 2308 §5). */
const RETRY = 30_000;
/** However long a carrier's TTL is, a moved server is found again within the hour (ms). */
const LONGEST = 3_600_000;
/** A TTL of zero must not make a question of every call (ms). */
const SHORTEST = 1_000;

type Kept = { readonly records: readonly Record[]; readonly until: number };

/** RFC 1035 §3.2.1 TTLs are kept to; when no server answers, the last known answer stands (RFC 8767). */
export function createDnsCache(ask: AskDns, now: () => number): Lookup {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Found | null>>();
  const look = async (key: string, name: string, type: RecordType): Promise<Found | null> => {
    const reply = await ask(name, type);
    if (reply === null || (reply.code !== 0 && reply.code !== 3)) {
      const last = kept.get(key);
      if (last === undefined) return null;
      kept.set(key, { records: last.records, until: now() + RETRY });
      return { records: last.records, fresh: RETRY };
    }
    const wanted = reply.records.filter((record) => record.type === type);
    const ttls = reply.records.map(({ ttl }) => ttl * 1_000);
    const fresh = wanted.length === 0 ? RETRY : Math.max(SHORTEST, Math.min(LONGEST, ...ttls));
    kept.set(key, { records: wanted, until: now() + fresh });
    return { records: wanted, fresh };
  };
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > now())
      return Promise.resolve({ records: known.records, fresh: known.until - now() });
    const under = asking.get(key) ?? look(key, name, type).finally(() => asking.delete(key));
    asking.set(key, under);
    return under;
  };
}
