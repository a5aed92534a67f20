import type { ServerTransaction } from "../transaction/server.ts";
import type { Intervals } from "../transaction/intervals.ts";
import type { SipRequest } from "../message/message.ts";
import type { Timers } from "../transaction/timers.ts";
import type { Transactions } from "../transaction/transactions.ts";
import type { Peer } from "../transport/peer.ts";
import type { Transport } from "../transport/transport.ts";
import { bracketed } from "../message/uri.ts";
import type { Abilities } from "../message/write.ts";
import type { Account } from "./sent-request.ts";

/** Whoever answers for the requests of one dialog. */
export type DialogUser = {
  /** True when Call-ID and tags are this dialog's (RFC 3261 §12.2.2). */
  readonly owns: (request: SipRequest) => boolean;
  readonly receive: (request: SipRequest, transaction: ServerTransaction, source: Peer) => void;
  readonly receiveAck: (request: SipRequest) => void;
};

/** RFC 3261 §6 "core": what the parts of the user agent share. */
export type UserAgentCore = {
  readonly transactions: Transactions;
  /** By local tag, which we draw ourselves and nobody else can repeat. */
  readonly dialogs: Map<string, DialogUser>;
  readonly timers: Timers;
  readonly intervals: Intervals;
  /** Sends outside any transaction: the ACK to a 2xx (RFC 3261 §13.2.2.4). */
  readonly sendAck: (request: Parameters<Transactions["start"]>[0], peer: Peer) => () => void;
  readonly port: number;
  /** A number in [0, 1): for waits that must not be the same on both sides (RFC 3261 §14.1). */
  readonly chance: () => number;
  readonly localAddressFor: (remote: string) => string;
  readonly reachTcp: Transport["reachTcp"];
  /** RFC 4028: the longest session interval we agree to (s), and how long a second is (ms; tests have shorter ones). */
  readonly session: { readonly interval: number; readonly second: number };
  /** `Server:` and `User-Agent:` value. */
  readonly product: string;
  /** The account of the trunk this core serves; null outside any trunk, and for trunks that ask for none. */
  readonly account: Account | null;
  /** What the peers of this trunk may ask of us. */
  readonly abilities: Abilities;
};

/** Contact, Allow and Server of a response that makes or refreshes a dialog (RFC 3261 §12.1.1, §13.3.1). */
export function dialogLines(core: UserAgentCore, localAddress: string, peer: Peer): string {
  const { allow, supported } = core.abilities;
  return `${contactLine(core, localAddress, peer)}${allow}${supported}Server: ${core.product}\r\n`;
}

/** RFC 3261 §8.1.1.8: where requests inside the dialog reach us, over the transport the peer uses. */
export function contactLine(core: UserAgentCore, localAddress: string, peer: Peer): string {
  const transport = peer.transport === "tcp" ? ";transport=tcp" : "";
  return `Contact: <sip:${bracketed(localAddress)}:${core.port}${transport}>\r\n`;
}
