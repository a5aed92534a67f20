/**
 * Messages that try a parser: shortened forms of RFC 4475 §3 and faults seen on trunks. `expect` is what must be read,
 * or the status a malformed one is answered with. Each surprise in operation adds one.
 */
export type Torture = {
  readonly name: string;
  readonly text: string;
  readonly expect: 400 | 505 | { readonly [part: string]: string | number | null };
};

const lines = (...text: string[]): string => `${text.join("\r\n")}\r\n\r\n`;

const common = (method: string, ...more: string[]): string =>
  lines(
    `${method} sip:112@example.com SIP/2.0`,
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx",
    "Max-Forwards: 70",
    "From: <sip:caller@example.com>;tag=f",
    "To: <sip:112@example.com>",
    "Call-ID: c",
    `CSeq: 1 ${method}`,
    ...more,
  );

const read = (method: string) => ({ method, uri: "sip:112@example.com", from: "f", sequence: 1, body: 0 });

export const torture: readonly Torture[] = [
  {
    name: "a short tortuous INVITE: folding, odd case, compact forms, spaces around separators (RFC 4475 §3.1.1.1)",
    text: [
      "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
      "TO :",
      " sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      "  ;",
      "  tag = 98asjd8",
      "MaX-fOrWaRdS: 0068",
      "Call-ID: wsinv.ndaksdj@192.0.2.1",
      "Content-Length   : 150",
      "cseq: 0009",
      "  INVITE",
      "Via  : SIP  /   2.0",
      " /UDP",
      "    192.0.2.2;branch=390skdjuw",
      "s :",
      "NewFangledHeader:   newfangled value",
      " continued newfangled value",
      "UnknownHeaderWithUnusualValue: ;;,,;;,;",
      "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
      "  branch  =   z9hG4bK9ikj8  ,",
      " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
      " z9hG4bK30239",
      'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
      "      newvalue ;",
      "  secondparam ; q = 0.33",
      "",
      "v=0".padEnd(150, "\n"),
    ].join("\r\n"),
    expect: {
      method: "INVITE",
      uri: "sip:vivekg@chair-dnrc.example.com;unknownparam",
      from: "98asjd8",
      sequence: 9,
      body: 150,
    },
  },
  {
    name: "a method of every token character (RFC 4475 §3.1.1.2)",
    text: common("!interesting-Method0123456789_*+`.%indeed'~"),
    expect: read("!interesting-Method0123456789_*+`.%indeed'~"),
  },
  {
    name: "semicolon in the user part of the Request-URI (RFC 4475 §3.1.1.9)",
    text: common("OPTIONS").replace("sip:112@example.com SIP", "sip:user;par=u%40example.net@example.com SIP"),
    expect: { ...read("OPTIONS"), uri: "sip:user;par=u%40example.net@example.com" },
  },
  {
    name: "extra bytes after the body are cut off (RFC 4475 §3.1.1.8 over UDP)",
    text: `${common("OPTIONS", "Content-Length: 3")}v=0 trailing bytes`,
    expect: { ...read("OPTIONS"), body: 3 },
  },
  {
    name: "line ends of bare LF are read all the same",
    text: common("BYE").replaceAll("\r\n", "\n"),
    expect: read("BYE"),
  },
  {
    name: "Content-Length larger than the message (RFC 4475 §3.1.2.2)",
    text: common("INVITE", "Content-Length: 9999"),
    expect: 400,
  },
  { name: "negative Content-Length (RFC 4475 §3.1.2.3)", text: common("INVITE", "Content-Length: -999"), expect: 400 },
  {
    name: "overlarge sequence number (RFC 4475 §3.1.2.4)",
    text: common("REGISTER").replace("CSeq: 1", "CSeq: 36893488147419103232"),
    expect: 400,
  },
  {
    name: "spaces within the Request-URI (RFC 4475 §3.1.2.8)",
    text: common("INVITE").replace("sip:112@example.com SIP", "sip:112@example.com; lr SIP"),
    expect: 400,
  },
  {
    name: "Request-URI in angle brackets (RFC 4475 §3.1.2.7)",
    text: common("INVITE").replace("sip:112@example.com SIP", "<sip:112@example.com> SIP"),
    expect: 400,
  },
  {
    name: "unknown protocol version (RFC 4475 §3.1.2.16)",
    text: common("OPTIONS").replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"),
    expect: 505,
  },
  {
    name: "CSeq method differs from the start line (RFC 4475 §3.1.2.17)",
    text: common("OPTIONS").replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE"),
    expect: 400,
  },
  {
    name: "two From headers (RFC 4475 §3.3.8)",
    text: common("INVITE", "From: <sip:b@example.com>;tag=b"),
    expect: 400,
  },
  {
    name: "required headers missing (RFC 4475 §3.3.1)",
    text: "INVITE sip:112@example.com SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n",
    expect: 400,
  },
  {
    name: "unterminated quoted string in To (RFC 4475 §3.1.2.6)",
    text: common("INVITE").replace("To: <sip", 'To: "Mr. J. User <sip'),
    expect: 400,
  },
  {
    name: "response with an overlarge status code (RFC 4475 §3.1.2.19)",
    text: "SIP/2.0 4294967301 better not break the receiver\r\n\r\n",
    expect: 400,
  },
];
