import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SipRequest, SipResponse } from "../message/message.ts";
import { parseMessage } from "../message/parse.ts";
import type { Peer } from "../transport/peer.ts";
import { type Dialog, dialogOfRequest, dialogOfResponse, nextHop, requestWithin } from "./dialog.ts";

const heardFrom: Peer = { transport: "udp", address: "192.0.2.1", port: 5090, connection: null };

/** The dialog an INVITE to us begins. */
function answered(
  lines: readonly string[],
  contact = "<sip:caller@192.0.2.50:5062>",
  branch = ";branch=z9hG4bKx",
): Dialog | null {
  const head = [
    "INVITE sip:112@192.0.2.9 SIP/2.0",
    `Via: SIP/2.0/UDP 192.0.2.1${branch}`,
    "From: <sip:caller@192.0.2.60:5064>;tag=f",
    "To: <sip:112@192.0.2.9>",
    "Call-ID: c",
    "CSeq: 7 INVITE",
    ...(contact === "" ? [] : [`Contact: ${contact}`]),
    ...lines,
  ];
  const invite = parseMessage(Buffer.from(`${head.join("\r\n")}\r\n\r\n`));
  assert.ok(invite instanceof SipRequest);
  return dialogOfRequest(invite, "t", heardFrom, "192.0.2.9");
}

/** Request-URI, Route lines and next hop of a BYE inside. */
function bye(dialog: Dialog | null) {
  assert.ok(dialog !== null);
  const { uri, lines } = requestWithin(dialog, "BYE");
  const { address, port, transport } = nextHop(dialog);
  return { uri, routes: lines.split("\r\n").filter((line) => line !== ""), hop: `${transport} ${address} ${port}` };
}

describe("requests inside a dialog find their way (RFC 3261 §12.2.1.1)", () => {
  test("without a route they go to the Contact", () => {
    assert.deepEqual(bye(answered([])), { uri: "sip:caller@192.0.2.50:5062", routes: [], hop: "udp 192.0.2.50 5062" });
  });

  test("a loose router is passed first; the Request-URI stays the Contact", () => {
    const lines = [
      "Record-Route: <sip:192.0.2.1;lr>, <sip:[2001:db8::2]:5070;transport=tcp;lr>",
      "Record-Route: <sip:192.0.2.3;lr=on>",
    ];
    assert.deepEqual(bye(answered(lines)), {
      uri: "sip:caller@192.0.2.50:5062",
      routes: [
        "Route: <sip:192.0.2.1;lr>",
        "Route: <sip:[2001:db8::2]:5070;transport=tcp;lr>",
        "Route: <sip:192.0.2.3;lr=on>",
      ],
      hop: "udp 192.0.2.1 5060",
    });
  });

  test("a strict router takes the place of the Contact, which goes to the end of the route", () => {
    const lines = ["Record-Route: <sip:[2001:db8::2]:5070;transport=tcp>", "Record-Route: <sip:192.0.2.3;lr>"];
    assert.deepEqual(bye(answered(lines)), {
      uri: "sip:[2001:db8::2]:5070;transport=tcp",
      routes: ["Route: <sip:192.0.2.3;lr>", "Route: <sip:caller@192.0.2.50:5062>"],
      hop: "tcp 2001:db8::2 5070",
    });
  });

  test("the caller's side goes back over the same places (§12.1.2)", () => {
    const head = [
      "SIP/2.0 200 OK",
      "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx",
      "From: <sip:112@192.0.2.9>;tag=f",
      "To: <sip:110@192.0.2.1>;tag=t",
      "CSeq: 1 INVITE",
      "Record-Route: <sip:192.0.2.3;lr>, <sip:192.0.2.1;lr>",
      "Contact: <sip:called@192.0.2.50>",
    ];
    const ok = parseMessage(Buffer.from(`${head.join("\r\n")}\r\n\r\n`));
    assert.ok(ok instanceof SipResponse);
    const request = {
      method: "INVITE",
      uri: "sip:110@192.0.2.1",
      from: "",
      to: "",
      callId: "c",
      sequence: 1,
      lines: "",
    };
    const dialog = dialogOfResponse(request, ok, "f", heardFrom, "192.0.2.9");
    assert.deepEqual(bye(dialog).routes, ["Route: <sip:192.0.2.1;lr>", "Route: <sip:192.0.2.3;lr>"]);
  });

  test("header fields a Contact brings along are not obeyed (§19.1.5)", () => {
    const contact = "<sip:caller?x@192.0.2.50?Route=%3Csip:elsewhere%3E&body=x>";
    assert.equal(bye(answered([], contact)).uri, "sip:caller?x@192.0.2.50");
  });

  test("a route or a Contact nobody can reach: back to where the peer was heard", () => {
    assert.equal(bye(answered(["Record-Route: <sip:"])).hop, "udp 192.0.2.1 5090");
    assert.equal(bye(answered([], "<sip:caller@phone.example>")).hop, "udp 192.0.2.1 5090");
  });

  test("without a Contact there is no dialog, unless the peer is older than RFC 3261", () => {
    assert.equal(answered([], ""), null);
    assert.equal(bye(answered([], "", "")).uri, "sip:caller@192.0.2.60:5064");
    assert.equal(answered([], "<sip:a@192.0.2.1>, <sip:b@192.0.2.2>"), null);
  });
});
