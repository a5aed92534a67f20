import assert from "node:assert/strict";
import { test } from "node:test";
import { cancelOf } from "./invitation.ts";

test("a CANCEL goes the way of its INVITE and says why, and says nothing else (RFC 3261 §9.1)", () => {
  const names = { uri: "sip:110@h", from: "<sip:112@l>;tag=f", to: "<sip:110@h>", callId: "c", sequence: 4 };
  const lines = "Route: <sip:a;lr>\r\nRoute: <sip:b;lr>\r\nContact: <sip:l>\r\nSupported: 100rel\r\n";
  const cancel = cancelOf({ ...names, method: "INVITE", lines, sdp: "v=0" }, "Reason: SIP;cause=408\r\n");
  const expected = "Route: <sip:a;lr>\r\nRoute: <sip:b;lr>\r\nReason: SIP;cause=408\r\n";
  assert.deepEqual(cancel, { ...names, method: "CANCEL", lines: expected });
});
