import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PresentedIdentity } from "../trunk.ts";
import { type IdentityTrust, presentedIdentity } from "./identity.ts";
import { SipRequest } from "./message.ts";
import { createNumbering, normaliseDialled, normaliseNumber, type Numbering } from "./number.ts";
import { parseMessage } from "./parse.ts";

const numbering = createNumbering("ID", ["112", "110", "113", "119"]) as Numbering;

function identityOf(
  from: string,
  more: readonly string[] = [],
  trustIdentity = true,
  identityHeader: IdentityTrust["identityHeader"] = "p-asserted-identity",
): PresentedIdentity {
  const text = `INVITE sip:112@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nMax-Forwards: 70\r\nFrom: ${from};tag=f\r\nTo: <sip:112@192.0.2.9>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n${more.map((line) => `${line}\r\n`).join("")}\r\n`;
  const request = parseMessage(Buffer.from(text));
  assert.ok(request instanceof SipRequest);
  const isPseudoNumber = (number: string): boolean => number.startsWith("+6200") || /^9{8,}$/.test(number);
  return presentedIdentity(request, { trustIdentity, identityHeader, isPseudoNumber }, numbering);
}

const asserted = "P-Asserted-Identity: <sip:+6281200000001@ims.example>";
const shown = (number: string, from: "asserted" | "from") => ({ number, from, privacy: false });
const hidden = (from: "asserted" | "none", privacy: boolean) => ({ number: null, from, privacy });

const remoteParty = (parameters = ""): string => `Remote-Party-ID: <sip:+6281200000001@gw>;party=calling${parameters}`;

test("a gateway that sends Remote-Party-ID is believed where the trunk says so, and its privacy is kept", () => {
  const from = "<sip:081234567890@192.0.2.1>";
  const read = (line: string, trusted = true) => identityOf(from, [line, asserted], trusted, "remote-party-id");
  assert.deepEqual(read(remoteParty()), shown("+6281200000001", "asserted"));
  assert.deepEqual(read(remoteParty(";privacy=full")), hidden("asserted", true));
  assert.deepEqual(read(remoteParty(";privacy=off")), shown("+6281200000001", "asserted"));
  assert.deepEqual(read(remoteParty(), false), shown("+6281234567890", "from"));
});

describe("who is calling", () => {
  for (const [name, identity, expected] of [
    ["From of a mobile in national form", identityOf("<sip:081234567890@192.0.2.1>"), shown("+6281234567890", "from")],
    [
      "From in international form without plus",
      identityOf("<sip:6281234567890@192.0.2.1;user=phone>"),
      shown("+6281234567890", "from"),
    ],
    [
      "a tel URI with parameters and separators",
      identityOf("<tel:+62-254-200-112;phone-context=+62>"),
      shown("+62254200112", "from"),
    ],
    [
      "parameters inside the user part",
      identityOf("<sip:+6281234567890;npdi;rn=+62811@192.0.2.1>"),
      shown("+6281234567890", "from"),
    ],
    ["a foreign number", identityOf("<sip:+60123456789@192.0.2.1>"), shown("+60123456789", "from")],
    [
      "the asserted identity before From",
      identityOf("<sip:0811@192.0.2.1>", [asserted]),
      shown("+6281200000001", "asserted"),
    ],
    [
      "a From that hides under an asserted identity",
      identityOf('"Anonymous" <sip:anonymous@anonymous.invalid>', [asserted]),
      shown("+6281200000001", "asserted"),
    ],
    [
      "sip and tel asserted, only tel a number",
      identityOf("<sip:x@a>", ["P-Asserted-Identity: <sip:user@ims.example>, <tel:+6281200000002>"]),
      shown("+6281200000002", "asserted"),
    ],
    [
      "no trust in what is asserted",
      identityOf("<sip:081234567890@192.0.2.1>", [asserted], false),
      shown("+6281234567890", "from"),
    ],
    [
      "Privacy: id",
      identityOf('"Anonymous" <sip:anonymous@anonymous.invalid>', [asserted, "Privacy: id"]),
      hidden("asserted", true),
    ],
    [
      "Privacy: header;user",
      identityOf("<sip:081234567890@192.0.2.1>", ["Privacy: header;user"]),
      hidden("none", true),
    ],
    [
      "Privacy: none hides nothing",
      identityOf("<sip:081234567890@192.0.2.1>", ["Privacy: none"]),
      shown("+6281234567890", "from"),
    ],
    ["anonymous From", identityOf('"Anonymous" <sip:anonymous@anonymous.invalid>'), hidden("none", true)],
    ["Anonymous over a number", identityOf('"Anonymous" <sip:081234567890@192.0.2.1>'), hidden("none", true)],
    ["Restricted", identityOf("<sip:Restricted@192.0.2.1>"), hidden("none", true)],
    ["unavailable", identityOf("<sip:unavailable@unknown.invalid>"), hidden("none", true)],
    ["no user at all", identityOf("<sip:192.0.2.1>"), hidden("none", true)],
    ["a name instead of a number", identityOf("<sip:sipp@192.0.2.1>"), hidden("none", false)],
    [
      "a configured prefix of telephones without a SIM",
      identityOf("<sip:+6200123456789@192.0.2.1>"),
      hidden("none", false),
    ],
    ["a configured pattern", identityOf("<sip:9999999999@192.0.2.1>"), hidden("none", false)],
    ["nothing but zeros", identityOf("<sip:00000000000@192.0.2.1>"), hidden("none", false)],
    ["a number longer than any", identityOf("<sip:+6281234567890123456789@192.0.2.1>"), hidden("none", false)],
    ["another emergency room calling", identityOf("<sip:110@192.0.2.1>"), shown("110", "from")],
  ] as const)
    test(name, () => assert.deepEqual(identity, expected));
});

test("a short code is found behind the prefixes carriers put before it", () => {
  for (const dialled of ["112", "+62112", "62112", "0112", "+620112", "0062112"])
    assert.equal(normaliseDialled(dialled, numbering), "112", dialled);
  assert.notEqual(normaliseDialled("0254112", numbering), "112");
  assert.equal(normaliseDialled("darurat", numbering), "darurat");
  assert.equal(normaliseNumber("1120", numbering), null);
});
