import type { Random } from "./random.ts";

/** What the edge said last: names under which it will listen. */
export type Overheard = {
  /** From, To, Call-ID and CSeq number of dialogs the edge answered in, as their caller sees them. */
  readonly dialogs: { from: string; to: string; callId: string }[];
  /** Heads of requests the edge sent. */
  readonly requests: string[];
  /** Requests of ours, to be sent again, cancelled or acknowledged. */
  readonly invites: string[];
};

const methods = ["INVITE", "INVITE", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE", "PRACK", "REFER"];
const statuses = [
  100, 180, 183, 199, 200, 202, 299, 300, 302, 401, 404, 407, 408, 422, 481, 486, 487, 491, 500, 503, 603,
];
const targets = [
  "sip:112@127.0.0.1",
  "sip:112@127.0.0.1",
  "tel:112",
  "sips:112@h",
  "sip:@",
  "sip:112@[::1]:70000",
  "x:y",
];
const oddLines = [
  "Require: 100rel", "Require: timer, replaces", "Supported: 100rel, timer, path", "Session-Expires: 90;refresher=uas",
  "Session-Expires: 1", "Min-SE: 4294967296", "RAck: 1 1 INVITE", "RAck: x", "RSeq: 0", "RSeq: 4294967295",
  "Record-Route: <sip:192.0.2.9;lr>, <sip:192.0.2.8>", "Record-Route: <sip:h;lr", "Route: <sip:127.0.0.1;lr>",
  "Contact: *", "Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.2>;q=0.5", "Contact:", "P-Asserted-Identity: <tel:+62811>",
  "P-Asserted-Identity: \"x", "Privacy: id;;critical", "Diversion: <tel:+62254200112>;reason=unconditional",
  "History-Info: <sip:112@h?Reason=SIP%3Bcause%3D302>;index=1.1", "Reason: Q.850;cause=16;text=\"x", "Retry-After: -1",
  "Retry-After: 99999999999", "Max-Forwards: 0", "Content-Encoding: gzip", "Content-Type: multipart/mixed;boundary=",
  "Content-Type: application/dtmf-relay", "Expires: 0", "Timestamp: x", "Refer-To: <sip:1@h>", "Replaces: a;to-tag=b",
  "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"", "Proxy-Authenticate: Digest", "Via: SIP/2.0/UDP 192.0.2.7", "Min-Expires: a",
]; // prettier-ignore

const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n";

/** A message that is right in form and wrong in sense: real names at the wrong time, odd headers among good ones. */
export function word(overheard: Overheard, number: number, random: Random): string {
  if (overheard.requests.length > 0 && random.once(3)) return response(random.pick(overheard.requests), number, random);
  if (overheard.invites.length > 0 && random.once(4)) return again(random.pick(overheard.invites), random);
  const text = request(overheard, number, random);
  if (text.startsWith("INVITE")) keep(overheard.invites, text, number);
  return text;
}

/** Keeps the last few. */
export function keep<T>(list: T[], one: T, number: number): void {
  list[number % 64 < list.length ? number % 64 : list.length] = one;
}

function request(overheard: Overheard, number: number, random: Random): string {
  const method = random.pick(methods);
  const known = overheard.dialogs.length > 0 && !random.once(3) ? random.pick(overheard.dialogs) : null;
  const { from, to, callId } = known ?? {
    from: `<sip:08${number}@127.0.0.1>;tag=f${number}`,
    to: "<sip:112@127.0.0.1>",
    callId: `c${random.once(8) ? number % 100 : number}`,
  };
  const sequence = random.once(40) ? 2 ** 31 - random.below(3) : 1 + random.below(9);
  const branch = random.once(30) ? "" : `;branch=z9hG4bK${random.once(20) ? number % 50 : number}`;
  const head = [
    `${method} ${random.pick(targets)} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:5070${branch}${random.once(2) ? ";rport" : ""}`,
    `From: ${from}`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${sequence} ${method}`,
    `Contact: <sip:a@127.0.0.1:5070${random.once(4) ? ";transport=tcp" : ""}>`,
    "Max-Forwards: 70",
  ];
  return finish(head, random);
}

function finish(head: string[], random: Random): string {
  for (let left = random.once(3) ? 0 : random.below(4); left > 0; left -= 1) head.push(random.pick(oddLines));
  if (random.once(25)) head.splice(1 + random.below(head.length - 1), 1);
  const body = random.once(3) ? "" : sdp;
  if (body !== "") head.push("Content-Type: application/sdp");
  head.push(`Content-Length: ${random.once(50) ? random.below(9999) : body.length}`);
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** The same INVITE once more, over another path, cancelled, or acknowledged. */
function again(invite: string, random: Random): string {
  const kind = random.below(4);
  if (kind === 0) return invite;
  if (kind === 1) return invite.replace("branch=z9hG4bK", "branch=z9hG4bKother");
  const method = kind === 2 ? "CANCEL" : "ACK";
  return invite.replace("INVITE", method).replace("INVITE\r\n", `${method}\r\n`);
}

/** An answer to something the edge asked; now and then from somebody who forked, or to something else. */
function response(asked: string, number: number, random: Random): string {
  const line = (name: string): string => {
    const start = asked.indexOf(`\n${name}: `) + 1;
    return start === 0 ? `${name}: x` : asked.slice(start, asked.indexOf("\r", start));
  };
  const to = line("To");
  const tag = to.includes("tag=") ? "" : `;tag=${random.once(3) ? `t${number}` : "t"}`;
  const via = random.once(30) ? "Via: SIP/2.0/UDP 192.0.2.66;branch=z9hG4bKx" : line("Via");
  const head = [
    `SIP/2.0 ${random.pick(statuses)} ${random.once(4) ? "" : "Text"}`,
    via,
    line("From"),
    `${to}${tag}`,
    line("Call-ID"),
    line("CSeq"),
    "Contact: <sip:b@127.0.0.1:5070>",
  ];
  return finish(head, random);
}
