import assert from "node:assert/strict";
import { test } from "node:test";
import { sessionOf } from "./body.ts";
import { SipRequest } from "./message.ts";
import { parseMessage } from "./parse.ts";

function sessionIn(type: string, body: string, more = "") {
  const text = `INVITE sip:112@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=f\r\nTo: <sip:112@192.0.2.9>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContent-Type: ${type}\r\n${more}\r\n${body}`;
  const request = parseMessage(Buffer.from(text));
  assert.ok(request instanceof SipRequest);
  return sessionOf(request);
}

const isupAndSdp = [
  "--b1",
  "Content-Type: application/ISUP;version=itu-t92+",
  "",
  "\u0001\u0002",
  "--b1",
  "Content-Type: application/sdp",
  "",
  "v=0",
  "--b1--",
  "",
].join("\r\n");

test("the SDP is found alone or beside ISUP", () => {
  assert.deepEqual(sessionIn("Application/SDP; charset=utf-8", "v=0\r\n"), { kind: "sdp", sdp: "v=0\r\n" });
  assert.deepEqual(sessionIn('multipart/mixed;boundary="b1"', isupAndSdp), { kind: "sdp", sdp: "v=0\r\n" });
  assert.deepEqual(sessionIn("application/sdp", ""), { kind: "none" });
});

test("what we cannot read is unsupported unless it may be ignored", () => {
  assert.deepEqual(sessionIn("application/isup", "x"), { kind: "unsupported" });
  assert.deepEqual(sessionIn("multipart/mixed", isupAndSdp), { kind: "unsupported" });
  const optional = "Content-Disposition: signal; handling=optional\r\n";
  assert.deepEqual(sessionIn("application/isup", "x", optional), { kind: "none" });
});
