import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMessage } from "../message/parse.ts";
import type { SipResponse } from "../message/message.ts";
import { digestValue, requestDigest } from "./answer.ts";
import { Authenticator } from "./authenticator.ts";
import { type Challenge, challengesOf } from "./challenge.ts";

const first = { method: "GET", uri: "/dir/index.html", count: 1 };
const sevenSixOneSix: Challenge = {
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
  algorithm: "MD5",
  qop: "auth",
  stale: false,
};
const twoSixOneSeven: Challenge = {
  realm: "testrealm@host.com",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  opaque: "5ccc069c403ebaf9f0171e9517f40e41",
  algorithm: null,
  qop: "auth",
  stale: false,
};
const cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

for (const [title, challenge, password, occasion, expected] of [
  ["RFC 7616 §3.9.1, MD5", sevenSixOneSix, "Circle of Life", { ...first, cnonce }, "8ca523f5e9506fed4657c9700eebdbec"],
  [
    "RFC 7616 §3.9.1, SHA-256",
    { ...sevenSixOneSix, algorithm: "SHA-256" },
    "Circle of Life",
    { ...first, cnonce },
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  ],
  [
    "RFC 2617 §3.5, no algorithm named",
    twoSixOneSeven,
    "Circle Of Life",
    { ...first, cnonce: "0a4f113b" },
    "6629fae49393a05397450978507c4ef1",
  ],
  [
    "RFC 2069 §2.4 as corrected, no qop",
    { ...twoSixOneSeven, qop: null },
    "CircleOfLife",
    { ...first, cnonce: "" },
    "1949323746fe6a43ef61f9606e7febea",
  ],
] as const)
  test(`the proof of knowing a password is the one printed in ${title}`, () =>
    assert.equal(requestDigest(challenge, { username: "Mufasa", password }, occasion), expected));

test("a session's proof binds both nonces", () => {
  const proof = (algorithm: Challenge["algorithm"], drawn: string): string =>
    requestDigest({ ...sevenSixOneSix, algorithm }, { username: "a", password: "b" }, { ...first, cnonce: drawn });
  assert.notEqual(proof("MD5-sess", "x"), proof("MD5", "x"));
  assert.notEqual(proof("SHA-256-sess", "x"), proof("SHA-256-sess", "y"));
});

/** A 401 or 407 with these challenges. */
function challenged(status: number, ...fields: readonly string[]): SipResponse {
  const name = status === 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
  const head = [
    `SIP/2.0 ${status} Unauthorized`,
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
    "From: <sip:a@192.0.2.1>;tag=1",
    "To: <sip:a@192.0.2.1>;tag=2",
    "Call-ID: 1",
    "CSeq: 1 REGISTER",
    ...fields.map((field) => `${name}: ${field}`),
    "Content-Length: 0",
  ];
  const message = parseMessage(Buffer.from(`${head.join("\r\n")}\r\n\r\n`));
  assert.equal(message.kind, "response");
  return message as SipResponse;
}

test("of several challenges the strongest we can answer is taken", () => {
  const read = challengesOf(
    challenged(
      401,
      'Digest realm="r", nonce="1", algorithm=MD5, qop="auth"',
      'Digest realm="r", nonce="2", algorithm=SHA-512-256, qop="auth"',
      'Digest realm="r", nonce="3", algorithm=SHA-256, qop="auth-int,auth", stale=TRUE',
      'Basic realm="r"',
    ),
  );
  assert.ok(read.ok);
  assert.deepEqual(
    read.challenges.map(({ nonce, algorithm, qop, stale }) => [nonce, algorithm, qop, stale]),
    [["3", "SHA-256", "auth", true]],
  );
});

test("what we cannot answer is refused with what to ask the carrier for", () => {
  for (const [field, sentence] of [
    ['Digest realm="r", nonce="1", qop="auth-int"', /qop "auth-int" only; ask the carrier for qop=auth/],
    ['Digest realm="r", nonce="1", algorithm=SHA-512-256', /algorithm "SHA-512-256"; ask .* SHA-256 or MD5/],
    ['Basic realm="r"', /other than Digest/],
    ['Digest realm="r"', /no realm or no nonce/],
  ] as const) {
    const read = challengesOf(challenged(401, field));
    assert.ok(!read.ok);
    assert.match(read.sentence, sentence);
  }
  const none = challengesOf(challenged(407));
  assert.ok(!none.ok && /407 without a challenge/.test(none.sentence));
});

test("an answer repeats what it answers and quotes what must be quoted (RFC 3261 §22.4)", () => {
  const value = digestValue(
    { ...sevenSixOneSix, realm: 'a \\"b\\"' },
    { username: 'user"x', password: "p" },
    { method: "REGISTER", uri: "sip:r", count: 26, cnonce: "c" },
  );
  assert.match(value, /^Digest username="user\\"x", realm="a \\"b\\"", nonce=/);
  assert.match(value, /uri="sip:r", response="[0-9a-f]{32}", algorithm=MD5, opaque="FQhe/);
  assert.match(value, /qop=auth, nc=0000001a, cnonce="c"$/);
  const legacy = digestValue({ ...twoSixOneSeven, qop: null }, { username: "a", password: "b" }, { ...first, cnonce });
  assert.doesNotMatch(legacy, /qop|nc=|cnonce|algorithm/);
});

const account = { username: "112", password: "rahasia" };
const request = { method: "REGISTER", uri: "sip:carrier" };
const once = 'Digest realm="r", nonce="one", qop="auth"';

test("a nonce is used again with its count going up, and a new one starts at one", () => {
  const ours = new Authenticator(account, () => "c");
  assert.equal(ours.lines("INVITE", "sip:x"), "");
  const answered = ours.receive(challenged(407, once), request, new Map());
  assert.ok(answered.kind === "answer");
  assert.match(answered.lines, /^Proxy-Authorization: Digest .*nonce="one".*nc=00000001.*\r\n$/);
  assert.match(ours.lines("INVITE", "sip:x"), /nc=00000002/);
  const renewed = ours.receive(challenged(401, once.replace("one", "two")), request, answered.attempts);
  assert.ok(renewed.kind === "answer");
  assert.match(renewed.lines, /\r\nAuthorization: .*nonce="two".*nc=00000001/);
});

test("a stale nonce is renewed once; a second refusal, or one without stale, is a wrong password", () => {
  const ours = new Authenticator(account);
  const stale = challenged(401, `${once}, stale=true`);
  const first = ours.receive(challenged(401, once), request, new Map());
  assert.ok(first.kind === "answer");
  assert.deepEqual(ours.receive(challenged(401, once), request, first.attempts), {
    kind: "refused",
    sentence: 'The trunk refused our user name or password (realm "r").',
  });
  const renewed = ours.receive(stale, request, first.attempts);
  assert.ok(renewed.kind === "answer");
  assert.equal(ours.receive(stale, request, renewed.attempts).kind, "refused");
  assert.equal(ours.lines("REGISTER", "sip:r"), "", "a refused password is not sent again unasked");
});

test("each realm is answered for itself, also of two proxies on one way (RFC 3261 §22.3)", () => {
  const ours = new Authenticator(account);
  const other = once.replace('realm="r"', 'realm="s"');
  const first = ours.receive(challenged(407, once), request, new Map());
  assert.ok(first.kind === "answer");
  const second = ours.receive(challenged(407, other), request, first.attempts);
  assert.ok(second.kind === "answer");
  assert.match(second.lines, /realm="r"[^]*realm="s"/);
  assert.deepEqual(ours.receive(challenged(407, other, `${once}, stale=true`), request, second.attempts), {
    kind: "refused",
    sentence: 'The trunk refused our user name or password (realm "s").',
  });
  assert.match(ours.lines("INVITE", "sip:x"), /^[^\n]*realm="r"[^\n]*\n$/, "the other realm's proof stands");
});
