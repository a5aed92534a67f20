import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import type { OpenSipEdge, SipInternals } from "../agent/open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import type { InboundCall, InboundEvent, OutboundCall, OutboundEvent, SipOptions, TrunkSetting } from "../trunk.ts";
import { type Scenario, startSipp } from "./sipp.ts";

/** A call with sipp at the other end. */
export type Played<Call, Event> = {
  readonly call: Call;
  readonly edge: OpenSipEdge;
  readonly events: Event[];
  readonly types: () => string[];
  /** Waits for sipp's end: it went as the scenario says, and nothing of ours stays behind. */
  readonly end: () => Promise<void>;
};
type Changed = {
  readonly options?: Partial<SipOptions>;
  readonly internals?: Partial<SipInternals>;
  /** What its trunk is besides the loopback. */ readonly trunk?: Partial<TrunkSetting>;
  /** What we offer sipp. */ readonly offer?: string;
  /** More words for sipp itself. */ readonly words?: readonly string[];
};

/** sipp dials us. */
export async function playCaller(
  t: TestContext,
  scenario: Scenario,
  changed: Changed = {},
): Promise<Played<InboundCall, InboundEvent>> {
  const edge = await openTestEdge(changed.options, changed.internals);
  t.after(() => edge.close());
  const arrived = new Promise<InboundCall>((resolve) => edge.onCall(resolve));
  const sipp = await startSipp(scenario, edge.port, ["-m", "1"]);
  const failed = sipp.ended.then(({ screen }) => Promise.reject(new Error(`no call came: ${screen}`)));
  return played(await Promise.race([arrived, failed]), edge, sipp.ended);
}

/** We dial sipp. It needs a moment to bind; the INVITE is sent again until then. */
export async function playCalled(
  t: TestContext,
  scenario: Scenario,
  changed: Changed = {},
): Promise<Played<OutboundCall, OutboundEvent>> {
  const sipp = await startSipp(scenario, null, ["-m", "1", ...(changed.words ?? [])]);
  const trunks = [{ ...loopbackTrunk, ...changed.trunk, peer: `sip:127.0.0.1:${sipp.port}` }];
  const edge = await openTestEdge({ trunks, ...changed.options }, { keepaliveInterval: null, ...changed.internals });
  t.after(() => edge.close());
  const call = edge.dial("loopback", "110", { id: randomUUID(), offer: changed.offer ?? sdpOf(), callerNumber: "112" });
  return played(call, edge, sipp.ended);
}

function played<Call extends InboundCall | OutboundCall, Event extends { readonly type: string }>(
  call: Call,
  edge: OpenSipEdge,
  ended: Promise<{ code: number | null; screen: string }>,
): Played<Call, Event> {
  const events: Event[] = [];
  (call.on as (listener: (event: Event) => void) => void).call(call, (event) => events.push(event));
  const end = async (): Promise<void> => {
    const run = await ended;
    assert.equal(run.code, 0, run.screen);
    await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
  };
  return { call, edge, events, types: () => events.map(({ type }) => type), end };
}
