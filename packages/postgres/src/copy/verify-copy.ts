import { canonical } from "../log/canonical.ts";
import { digest, genesis } from "../log/chain.ts";
import type { ChainReport } from "../log/verify.ts";

type Row = {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly payload: unknown;
  readonly hash: string;
};

/** Recomputes the chain from the copied lines of `events` alone, without any database. */
export async function verifyCopiedChain(
  centreId: string,
  head: { readonly seq: number; readonly hash: string } | null,
  events: AsyncIterable<readonly string[]>,
): Promise<ChainReport> {
  let previous: Buffer = genesis;
  let seq = 0;
  for await (const lines of events)
    for (const line of lines) {
      const row = JSON.parse(line) as Row;
      seq++;
      if (row.seq !== seq) return broken(seq, "is missing from the copy");
      const expected = digest(previous, centreId, seq, row.at, row.type, canonical(row.payload));
      // PostgreSQL writes bytea in JSON as \x and hex digits.
      if (`\\x${expected.toString("hex")}` !== row.hash) return broken(seq, "is not what was written");
      previous = expected;
    }
  if (seq !== (head?.seq ?? 0)) return broken(seq + 1, "is missing from the copy");
  const reached = previous.toString("hex");
  if (head !== null && reached !== head.hash) return broken(seq, "is not the one the head was written with");
  return { ok: true, events: seq, head: reached };
}

const broken = (seq: number, how: string): ChainReport => ({
  ok: false,
  seq,
  sentence: `Event ${seq} ${how}: this copy is damaged, use another one.`,
});
