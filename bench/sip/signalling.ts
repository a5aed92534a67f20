import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Load, playLoad } from "./load.ts";
import { usedBy } from "./processes.ts";

/** What the edge counts of itself. */
type Counted = {
  readonly calls: number;
  readonly ended: number;
  readonly unacknowledged: number;
  readonly rss: number;
};

/** Signalling alone: INVITE, 180, 200, ACK, BYE at once. No media, nothing durable: what `packages/sip` costs. */
export async function measureSignalling(load: Load) {
  const edge = fork(join(import.meta.dirname, "signalling-edge.ts"));
  try {
    const [{ port }] = (await once(edge, "message")) as [{ port: number }];
    // The first calls compile the code: they are a cost of the morning, not of a call.
    await playLoad(port, { rate: 500, duration: 0, calls: 1_000 });
    const [earlier, before] = [await counted(edge), usedBy(edge.pid ?? 0)];
    const sipp = await playLoad(port, load);
    const used = usedBy(edge.pid ?? 0) - before;
    const after = await counted(edge);
    const perCall = (ms: number): number => Number((ms / load.calls).toFixed(3));
    return {
      ...load,
      sipp: { ...sipp, processorMsPerCall: perCall(sipp.processorTime) },
      processorMsPerCall: perCall(used),
      arrived: after.calls - earlier.calls,
      ended: after.ended - earlier.ended,
      unacknowledged: after.unacknowledged - earlier.unacknowledged,
      lost: load.calls - Math.min(sipp.succeeded, after.ended - earlier.ended),
      megabytes: Math.round(after.rss / 1e6),
    };
  } finally {
    edge.disconnect();
  }
}

async function counted(edge: ChildProcess): Promise<Counted> {
  edge.send("count");
  const [counts] = (await once(edge, "message")) as [Counted];
  return counts;
}
