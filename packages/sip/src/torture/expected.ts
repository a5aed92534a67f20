/**
 * What each torture message is read as and answered with. The files are our own; their cases are those of RFC 4475 §3
 * and RFC 5118 §4, one file per message, named by its section. `45060` in a Via stands for the port of the tester.
 *
 * Where RFC 4475 lets an element be liberal we are: no caller is turned away for his carrier's spelling. Where it speaks
 * of a registrar we answer 405, because we are none.
 */

/** `call`: the call arrives and rings (180). `silence`: nothing. `closed`: the TCP connection. `waits`: for the rest of a body. */
export type Answer = number | "call" | "silence" | "closed" | "waits";

export type Expectation = {
  /** `METHOD user@host[:port] CSeq bodyLength`, `status CSeq bodyLength` of a response, or the status of a malformed one. */
  readonly reads: string | 400 | 501 | 505;
  readonly udp: readonly Answer[];
  /** As over UDP, unless said. */
  readonly tcp?: readonly Answer[];
};

const row = (reads: Expectation["reads"], udp: Answer, ...tcp: Answer[]): Expectation =>
  tcp.length === 0 ? { reads, udp: [udp] } : { reads, udp: [udp], tcp };

/** RFC 4475: number of messages in each of its lists: §3.1.1, §3.1.2, §3.2, §3.3, §3.4. */
export const sectionsOf4475 = { "3.1.1": 13, "3.1.2": 19, "3.2": 1, "3.3": 15, "3.4": 1 } as const;
/** RFC 5118 §4.1–§4.10; §4.5 and §4.10 hold two each. */
export const sectionsOf5118 = 10;

export const rfc4475: Readonly<Record<string, Expectation>> = {
  // Its To has a tag, so it speaks of a dialog nobody has.
  "3.1.1.1-short-tortuous-invite": row("INVITE regu.satu@pusat-serang.example.id 9 149", 481),
  "3.1.1.2-every-token-character": row(
    "!Cara-Lain0123456789_*+`.%indah'~ 1_aneh.URI~(boleh!saja)&bukan+itu$/gila?,/@example.id 139122385 0",
    501,
  ),
  "3.1.1.3-valid-escapes": row("INVITE sips:warga@operator.example.id@pusat.example.id 234234 149", "call"),
  "3.1.1.4-escaped-nulls": row("REGISTER @example.id 14398234 0", 405),
  // Not REGISTER: %47 is three characters of a method.
  "3.1.1.5-percent-that-is-no-escape": row("RE%47IST%45R @pencatat.example.id 29344 0", 501),
  "3.1.1.6-no-space-before-bracket": row("OPTIONS petugas@example.id 60 0", 200),
  "3.1.1.7-long-values": row("INVITE petugas@example.id 3882340 149", "call"),
  // A datagram is one message and the INVITE behind it noise; on a stream it is the next message.
  "3.1.1.8-extra-octets-after-the-message": row("REGISTER @example.id 8 0", 405, 405, "call"),
  "3.1.1.9-semicolons-in-user-part": row("OPTIONS pos@example.id 8 0", 200),
  "3.1.1.10-varied-transports": row("OPTIONS petugas@example.id 60 0", 200),
  "3.1.1.11-multipart-with-binary": row("MESSAGE regu@kota.example.id 1 273", 405),
  "3.1.1.12-unusual-reason-phrase": row("200 35 151", "silence"),
  "3.1.1.13-empty-reason-phrase": row("100 35 0", "silence"),

  "3.1.2.1-extra-separators": row(400, 400),
  "3.1.2.2-content-length-too-large": row(400, 400, "waits"),
  "3.1.2.3-negative-content-length": row(400, 400, 400, "closed"),
  "3.1.2.4-overlarge-numbers-in-request": row(400, 400),
  "3.1.2.5-overlarge-numbers-in-response": row(400, "silence"),
  "3.1.2.6-unterminated-quote": row(400, 400),
  "3.1.2.7-brackets-around-request-uri": row(400, 400),
  // §3.1.2.8–§3.1.2.12, §3.1.2.14, §3.1.2.15 each allow the spaces, headers, zone and quotes to be overlooked.
  "3.1.2.8-space-within-request-uri": row("INVITE 112@example.id 2130706432 149", "call"),
  "3.1.2.9-many-spaces-in-request-line": row("INVITE 112@example.id 1893884 149", "call"),
  "3.1.2.10-spaces-after-request-line": row("OPTIONS tujuan@example.id 238923 0", 200),
  "3.1.2.11-headers-in-request-uri": row("INVITE 112@example.id 149209342 149", "call"),
  "3.1.2.12-date-not-in-gmt": row("INVITE 112@example.id 1392934 149", "call"),
  "3.1.2.13-contact-without-brackets": row("REGISTER @example.id 1 0", 405),
  "3.1.2.14-spaces-within-address": row("OPTIONS petugas@example.id 3923239 0", 200),
  "3.1.2.15-display-name-not-quoted": row("OPTIONS t.wati@example.id 3923239 0", 200),
  "3.1.2.16-unknown-version": row(505, 505),
  "3.1.2.17-cseq-of-another-method": row(400, 400),
  "3.1.2.18-unknown-method-and-cseq-of-another": row(501, 501),
  "3.1.2.19-overlarge-response-code": row(400, "silence"),

  "3.2.1-branch-without-identifier": row("OPTIONS petugas@example.id 8 0", 200),

  "3.3.1-required-headers-missing": row(400, 400),
  "3.3.2-unknown-scheme-in-request-uri": row("OPTIONS - 3923423 0", 416),
  "3.3.3-atypical-scheme-in-request-uri": row("OPTIONS - 3923423 0", 416),
  "3.3.4-unknown-schemes-in-headers": row("REGISTER @example.id 234902 0", 405),
  "3.3.5-require-and-proxy-require": row("OPTIONS petugas@example.id 8 0", 420),
  "3.3.6-unknown-content-type": row("INVITE petugas@example.id 235448 34", 415),
  "3.3.7-unknown-authorization-scheme": row("REGISTER @example.id 9338 0", 405),
  "3.3.8-single-headers-twice": row(400, 400),
  "3.3.9-content-length-twice": row(400, 400, 400, "closed"),
  "3.3.10-response-with-broadcast-via": row("200 35 151", "silence"),
  // Max-Forwards is for proxies: the message has arrived.
  "3.3.11-max-forwards-zero": row("OPTIONS petugas@example.id 39234321 0", 200),
  "3.3.12-register-with-contact-header-parameter": row("REGISTER @example.id 2 0", 405),
  "3.3.13-register-with-uri-parameter-in-contact": row("REGISTER @example.id 2 0", 405),
  "3.3.14-register-with-escaped-header-in-contact": row("REGISTER @example.id 2 0", 405),
  // §3.3.15 allows 406 or 400. Whoever offers SDP reads SDP (RFC 3261 §13.2.1): the call is taken.
  "3.3.15-accept-without-sdp": row("INVITE 112@example.id 8 149", "call"),

  "3.4.1-invite-by-rfc2543": row("INVITE 112@example.id 56 147", "call"),
};

export const rfc5118: Readonly<Record<string, Expectation>> = {
  "4.1-ipv6-reference": row("REGISTER @2001:db8::10 98176 0", 405),
  "4.2-ipv6-without-brackets": row(400, 400),
  // Well-formed: the port has become a part of the address, as its sender will learn.
  "4.3-port-within-brackets": row("REGISTER @2001:db8::10:5070 98176 0", 405),
  "4.4-port-outside-brackets": row("REGISTER @2001:db8::10:[5070] 98176 0", 405),
  "4.5-received-with-brackets": row("BYE @2001:db8::10 321 0", 481),
  "4.5-received-without-brackets": row("OPTIONS @2001:db8::10 921 0", 200),
  "4.6-ipv6-in-sdp": row("INVITE 112@2001:db8::10 8612 199", "call"),
  "4.7-mixed-addresses-in-headers": row("BYE petugas@pusat.example.id 89187 0", 481),
  "4.8-mixed-addresses-in-sdp": row("INVITE 112@2001:db8::10 8912 194", "call"),
  "4.9-ipv4-mapped-addresses": row("INVITE 112@example.id 612 207", "call"),
  // The ABNF of RFC 3261 allowed three colons by mistake.
  "4.10-reference-with-three-colons": row("OPTIONS petugas@2001:db8:::192.0.2.1 689 0", 200),
  "4.10-reference-with-two-colons": row("OPTIONS petugas@2001:db8::192.0.2.1 689 0", 200),
};

/** Seen on trunks. A surprise in operation adds one. */
export const trunks: Readonly<Record<string, Expectation>> = {
  // RFC 3261 §7: lines end in CRLF; over UDP the end of the datagram shows what was meant, a stream must keep to it.
  "bare-line-feeds": row("OPTIONS 112@example.id 1 0", 200, "waits"),
  "every-compact-form": row("INVITE 112@example.id 1 149", "call"),
  "no-max-forwards": row("OPTIONS 112@example.id 1 0", 200),
  "sdp-beside-isup": row("INVITE 112@example.id 1 355", "call"),
  "utf8-display-name": row("INVITE 112@example.id 1 149", "call"),
};
