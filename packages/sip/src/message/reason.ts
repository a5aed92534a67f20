import type { EndReason } from "../trunk.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import { decimal, parameter } from "./text.ts";

/**
 * RFC 3326 §2: why the peer ended it, as `SIP` status or `Q.850` cause (ITU-T Q.850 table 1). The ISDN cause comes first
 * when both stand there: the SIP one is mostly made of it. Null without a cause. Its text may name people: not kept.
 */
export function endReasonOf(message: SipRequest | SipResponse): EndReason | null {
  let found: EndReason | null = null;
  for (const value of message.headers.list("reason").slice(0, 8)) {
    const semicolon = value.indexOf(";");
    const protocol = (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toUpperCase();
    const cause = semicolon === -1 ? null : decimal(parameter(value.slice(semicolon + 1), "cause") ?? "", 999);
    if (cause === null || (protocol !== "SIP" && protocol !== "Q.850")) continue;
    if (found === null || protocol === "Q.850") found = { protocol, cause };
  }
  return found;
}

/** A Reason line for a BYE or CANCEL of ours, CRLF included. */
export function reasonLine(protocol: EndReason["protocol"], cause: number, text: string): string {
  return `Reason: ${protocol};cause=${cause};text="${text}"\r\n`;
}

/** ITU-T Q.850 cause 16: somebody hung up. */
export const normalClearing = reasonLine("Q.850", 16, "Normal call clearing");
