/** RFC 3261 §24.2, figure 1: the messages of Alice's call to Bob, as test material. */

const lines = (...text: string[]): string => `${text.join("\r\n")}\r\n\r\n`;

/** F2: INVITE from Atlanta's proxy to Biloxi's. */
export const invite = lines(
  "INVITE sip:bob@biloxi.com SIP/2.0",
  "Via: SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1",
  "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1",
  "Max-Forwards: 69",
  "To: Bob <sip:bob@biloxi.com>",
  "From: Alice <sip:alice@atlanta.com>;tag=1928301774",
  "Call-ID: a84b4c76e66710",
  "CSeq: 314159 INVITE",
  "Contact: <sip:alice@pc33.atlanta.com>",
  "Content-Type: application/sdp",
  "Content-Length: 0",
);

/** F9: 200 OK from Bob. */
export const ok = lines(
  "SIP/2.0 200 OK",
  "Via: SIP/2.0/UDP server10.biloxi.com;branch=z9hG4bK4b43c2ff8.1;received=192.0.2.3",
  "Via: SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1;received=192.0.2.2",
  "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1",
  "To: Bob <sip:bob@biloxi.com>;tag=a6c85cf",
  "From: Alice <sip:alice@atlanta.com>;tag=1928301774",
  "Call-ID: a84b4c76e66710",
  "CSeq: 314159 INVITE",
  "Contact: <sip:bob@192.0.2.4>",
  "Content-Type: application/sdp",
  "Content-Length: 0",
);

/** F12: ACK from Alice. */
export const ack = lines(
  "ACK sip:bob@192.0.2.4 SIP/2.0",
  "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds9",
  "Max-Forwards: 70",
  "To: Bob <sip:bob@biloxi.com>;tag=a6c85cf",
  "From: Alice <sip:alice@atlanta.com>;tag=1928301774",
  "Call-ID: a84b4c76e66710",
  "CSeq: 314159 ACK",
  "Content-Length: 0",
);

/** F13: BYE from Bob. */
export const bye = lines(
  "BYE sip:alice@pc33.atlanta.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bKnashds10",
  "Max-Forwards: 70",
  "From: Bob <sip:bob@biloxi.com>;tag=a6c85cf",
  "To: Alice <sip:alice@atlanta.com>;tag=1928301774",
  "Call-ID: a84b4c76e66710",
  "CSeq: 231 BYE",
  "Content-Length: 0",
);
