import assert from "node:assert/strict";
import { test } from "node:test";
import type { InboundCall } from "../trunk.ts";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { openReceivedCall } from "./wire-call.ts";
import { openWirePeer, requestText } from "./wire-peer.ts";

test("a call that another number sent on says so, and why the caller left is passed on", async (t) => {
  const lines = "Diversion: <tel:+62254200111>;reason=unconditional\n";
  const { call, say, events } = await openReceivedCall({ t, lines });
  assert.deepEqual(call.diverted, { by: "+62254200111", reason: "unconditional" });
  say("BYE", 2, "", 'Reason: Q.850;cause=31;text="Normal, unspecified"\n');
  await until(() => events.length === 1, "the BYE arrives");
  assert.deepEqual(events, [{ type: "bye", why: { protocol: "Q.850", cause: 31 } }]);
});

test("a caller who gives up says why; a trunk that is not trusted tells no diversion", async () => {
  const edge = await openTestEdge({ trunks: [{ ...loopbackTrunk, trustIdentity: false }] });
  const peer = await openWirePeer(edge.port);
  const arrived = new Promise<InboundCall>((resolve) => edge.onCall(resolve));
  const lines = "Diversion: <tel:+62254200111>;reason=unconditional\n";
  const invite = requestText({ method: "INVITE", port: peer.port, branch: "z9hG4bKone", body: sdpOf(), lines });
  peer.send(invite);
  const call = await arrived;
  const events: unknown[] = [];
  call.on((event) => events.push(event));
  assert.equal(call.diverted, null);
  peer.send(requestText({ method: "CANCEL", port: peer.port, branch: "z9hG4bKone", lines: "Reason: SIP;cause=487\n" }));
  await peer.next(/^SIP\/2.0 487/);
  assert.deepEqual(events, [{ type: "cancelled", why: { protocol: "SIP", cause: 487 } }]);
  peer.close();
  await edge.close();
});
