import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { diversionOf } from "./diversion.ts";
import { SipResponse } from "./message.ts";
import { createNumbering, type Numbering } from "./number.ts";
import { parseMessage } from "./parse.ts";
import { endReasonOf } from "./reason.ts";

const numbering = createNumbering("ID", ["112", "110"]) as Numbering;

/** A message with these header lines. */
function messageWith(...lines: string[]): SipResponse {
  const head = ["SIP/2.0 200 OK", "Via: SIP/2.0/UDP h;branch=z9hG4bKx", "CSeq: 1 BYE", ...lines];
  const message = parseMessage(Buffer.from(`${head.join("\r\n")}\r\n\r\n`));
  assert.ok(message instanceof SipResponse);
  return message;
}
const divertedBy = (...lines: string[]) => diversionOf(messageWith(...lines).headers, numbering);

describe("who sent the call on (RFC 5806, RFC 7044)", () => {
  test("the topmost Diversion is the latest", () => {
    const lines = [
      "Diversion: <sip:0254200111@carrier;user=phone>;reason=no-answer;counter=1",
      "Diversion: <tel:+62254200222>;reason=unconditional",
    ];
    assert.deepEqual(divertedBy(...lines), { by: "+62254200111", reason: "no-answer" });
    assert.deepEqual(divertedBy('Diversion: "Polsek" <sip:110@h>;reason="user-busy", <tel:+62254200222>'), {
      by: "110",
      reason: "user-busy",
    });
  });

  test("a reason nobody registered is unknown, and a number that asks for privacy stays unknown", () => {
    assert.deepEqual(divertedBy("Diversion: <tel:+62254200111>;reason=moon"), {
      by: "+62254200111",
      reason: "unknown",
    });
    assert.deepEqual(divertedBy("Diversion: <tel:+62254200111>;reason=away;privacy=full"), {
      by: null,
      reason: "away",
    });
  });

  test("History-Info tells by the cause of the entry that followed", () => {
    const history = "History-Info: <sip:+62254200111@h>;index=1, <sip:112@h;cause=486>;index=1.1;mp=1";
    assert.deepEqual(divertedBy(history), { by: "+62254200111", reason: "user-busy" });
  });

  test("History-Info tells by the reason within the entry itself", () => {
    const history = [
      "History-Info: <sip:+62254200111@h?Reason=SIP%3Bcause%3D302>;index=1",
      "History-Info: <sip:112@h>;index=2",
    ];
    assert.deepEqual(divertedBy(...history), { by: "+62254200111", reason: "unconditional" });
    assert.deepEqual(divertedBy("History-Info: <sip:1@h?Privacy=history&Reason=SIP%3Bcause%3D408>;index=1"), {
      by: null,
      reason: "no-answer",
    });
  });

  test("nothing readable is nothing", () => {
    assert.equal(divertedBy(), null);
    assert.equal(divertedBy("History-Info: <sip:112@h>;index=1"), null);
    assert.equal(divertedBy("Diversion: <unclosed", "History-Info: %%%;index"), null);
  });
});

describe("why it ended (RFC 3326)", () => {
  test("the ISDN cause goes before the SIP one", () => {
    assert.deepEqual(endReasonOf(messageWith('Reason: SIP ;cause=480 ;text="x, y"', "Reason: q.850;cause=16")), {
      protocol: "Q.850",
      cause: 16,
    });
    assert.deepEqual(endReasonOf(messageWith("Reason: preemption;cause=1, SIP;cause=200")), {
      protocol: "SIP",
      cause: 200,
    });
  });

  test("without a number there is no reason", () => {
    for (const value of ["SIP", "Q.850;cause=x", "Q.850;text=16", ""])
      assert.equal(endReasonOf(messageWith(`Reason: ${value}`)), null);
  });
});
