/**
 * A SIP user agent for trunks over UDP and TCP.
 *
 * | RFC  | what of it |
 * |------|------------|
 * | 3261 | §7 messages, §8 requests, §9 CANCEL, §11 OPTIONS, §12 dialogs, §13 INVITE, §14 re-INVITE, §15 BYE, §17 all client and server transactions with every timer, §18 UDP and TCP |
 * | 6026 | the `accepted` state of INVITE transactions |
 * | 3261 §10, 3327, 3608, 5626 | registering with a carrier, and keeping it |
 * | 3263 | where a trunk's host name leads, and the next server when one fails |
 * | 3581 | `rport` |
 * | 3323, 3325 | Privacy and P-Asserted-Identity: who is calling |
 * | 3326 | Reason: why a call ended |
 * | 5806, 7044 | Diversion and History-Info: who sent a call on |
 * | 3966, 5031 | tel URIs; the emergency service URN |
 * | 7616 | digest, for every request of ours |
 * | 5621 | SDP beside other parts of a multipart body |
 * | 3262, 3311, 4028 | reliable provisional responses, UPDATE, session timers: both sides |
 * | 6086 | digits in INFO, received |
 * | 3515, 3420, 4488 | REFER from those we called, where the trunk's setting allows it |
 *
 * Not there: TLS. What is not there is
 * not advertised and answered 405 or 420.
 */
export * from "./trunk.ts";
export { type OpenSipEdge, openSip, type SipInternals, type SipLog } from "./agent/open.ts";
export { createNumbering, normaliseNumber, type Numbering } from "./message/number.ts";
export { TrunkSettingError } from "./agent/trunks.ts";
export { SipPortError } from "./transport/transport.ts";
