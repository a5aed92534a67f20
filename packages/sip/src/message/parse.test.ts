import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Message, SipRequest, SipResponse } from "./message.ts";
import { type Malformed, parseMessage } from "./parse.ts";
import { ack, bye, invite, ok } from "./rfc3261-examples.ts";
import { writeResponse } from "./write.ts";

const parse = (text: string): Message | Malformed => parseMessage(Buffer.from(text, "latin1"));

describe("RFC 3261 §24.2: Alice calls Bob", () => {
  for (const [name, text, expected] of [
    [
      "INVITE",
      invite,
      {
        method: "INVITE",
        uri: "sip:bob@biloxi.com",
        sequence: 314_159,
        fromTag: "1928301774",
        toTag: null,
        host: "bigbox3.site3.atlanta.com",
        branch: "z9hG4bK77ef4c2312983.1",
      },
    ],
    [
      "ACK",
      ack,
      {
        method: "ACK",
        uri: "sip:bob@192.0.2.4",
        sequence: 314_159,
        fromTag: "1928301774",
        toTag: "a6c85cf",
        host: "pc33.atlanta.com",
        branch: "z9hG4bKnashds9",
      },
    ],
    [
      "BYE",
      bye,
      {
        method: "BYE",
        uri: "sip:alice@pc33.atlanta.com",
        sequence: 231,
        fromTag: "a6c85cf",
        toTag: "1928301774",
        host: "192.0.2.4",
        branch: "z9hG4bKnashds10",
      },
    ],
  ] as const)
    test(`${name} is understood`, () => {
      const request = parse(text);
      assert.ok(request instanceof SipRequest);
      const { method, uri, sequence, fromTag, toTag, via } = request;
      assert.deepEqual({ method, uri, sequence, fromTag, toTag, host: via.host, branch: via.branch }, expected);
      assert.equal(request.callId, "a84b4c76e66710");
    });

  test("200 OK is understood", () => {
    const response = parse(ok);
    assert.ok(response instanceof SipResponse);
    assert.deepEqual(
      [response.status, response.method, response.sequence, response.toTag, response.via.branch],
      [200, "INVITE", 314_159, "a6c85cf", "z9hG4bK4b43c2ff8.1"],
    );
    assert.equal(response.headers.list("via").length, 3);
  });

  test("a response echoes Via, From, To, Call-ID and CSeq and adds its tag (§8.2.6)", () => {
    const request = parse(invite);
    assert.ok(request instanceof SipRequest);
    const wire = writeResponse(
      request,
      "SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1;received=192.0.2.2",
      { status: 180, toTag: "a6c85cf" },
    );
    const response = parseMessage(wire);
    assert.ok(response instanceof SipResponse);
    assert.equal(response.toTag, "a6c85cf");
    for (const name of ["from", "call-id", "cseq"])
      assert.equal(response.headers.first(name), request.headers.first(name));
    assert.deepEqual(response.headers.list("via").slice(1), request.headers.list("via").slice(1));
  });
});
