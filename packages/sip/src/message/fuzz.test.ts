import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { presentedIdentity } from "./identity.ts";
import { SipRequest } from "./message.ts";
import { createNumbering, normaliseDialled, type Numbering } from "./number.ts";
import { parseMessage } from "./parse.ts";
import { ack, bye, invite, ok } from "./rfc3261-examples.ts";
import { folders, messageOf, namesIn } from "../torture/files.ts";
import { parseUri } from "./uri.ts";
import { writeResponse } from "./write.ts";

const numbering = createNumbering("ID", ["112", "110"]) as Numbering;
const trust = { trustIdentity: true, identityHeader: "p-asserted-identity", isPseudoNumber: () => false } as const;
const tortures = folders.flatMap((folder) => namesIn(folder).map((name) => messageOf(folder, name).toString("latin1")));
const valid = [invite, ok, ack, bye, ...tortures];

/** Everything the edge asks of a message before it decides. */
function readAll(bytes: Buffer): void {
  const message = parseMessage(bytes);
  if (!(message instanceof SipRequest)) return;
  for (const name of ["via", "contact", "record-route", "require", "p-asserted-identity"]) message.headers.list(name);
  presentedIdentity(message, trust, numbering);
  normaliseDialled(parseUri(message.uri)?.user ?? "", numbering);
  const again = parseMessage(
    writeResponse(message, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx", { status: 400, toTag: "t" }),
  );
  assert.equal(again.kind, "response");
}

test("no bytes make the parser throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => readAll(Buffer.from(bytes))),
    { numRuns: 2000 },
  );
});

test("no damage to a valid message makes the parser throw, and what it accepts it can answer", () => {
  const damage = fc.record({
    at: fc.nat(2000),
    cut: fc.nat(12),
    insert: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("\r\n", "\r\n\r\n", '"', "<", ">", ";", ",", "%", "\0", ":", " ", "@", "SIP/2.0"),
    ),
  });
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.array(damage, { minLength: 1, maxLength: 6 }), (text, damages) => {
      let wire = text;
      for (const { at, cut, insert } of damages) {
        const place = at % (wire.length + 1);
        wire = wire.slice(0, place) + insert + wire.slice(place + cut);
      }
      readAll(Buffer.from(wire, "latin1"));
    }),
    { numRuns: 4000 },
  );
});

test("a header as long as a datagram costs no more than its length", () => {
  for (const filling of ["<", '"', ";", ",", "\\", " ", "=", "@", ":", "%41", "\r\n "]) {
    const long = filling.repeat(60_000 / filling.length);
    for (const name of ["Via", "From", "Contact", "P-Asserted-Identity", "Privacy"]) {
      readAll(Buffer.from(invite.replace("\r\nVia:", `\r\n${name}: ${long}\r\nVia:`), "latin1"));
    }
  }
});
