import { parseAddress } from "./address.ts";
import type { SipRequest } from "./message.ts";
import { isDialable } from "./number.ts";
import { parameter } from "./text.ts";
import { parseUri, withoutHeaders } from "./uri.ts";

/** What a REFER asks for. `unreadable`: not one Refer-To (RFC 3515 §2.4.2). `beyond`: something else than a call to a number. */
export type Referred =
  | { readonly kind: "number"; readonly to: string }
  | { readonly kind: "unreadable" }
  | { readonly kind: "beyond" };

/**
 * RFC 3515 §2.1: whom the peer wants called. Only the user part is taken, to be dialled over our own trunks: no request
 * of ours goes to a host a peer names. A URI that brings header fields (`Replaces`) or another method asks for more.
 */
export function referredTo({ headers }: SipRequest): Referred {
  const values = headers.list("refer-to");
  const address = values.length === 1 ? parseAddress(values[0] as string) : null;
  const uri = address === null ? null : parseUri(address.uri);
  if (address === null || uri === null) return { kind: "unreadable" };
  const method = parameter(uri.parameters, "method");
  if (withoutHeaders(address.uri) !== address.uri || (method ?? "INVITE").toUpperCase() !== "INVITE")
    return { kind: "beyond" };
  // RFC 3966 §5.1.1: separators say nothing.
  const to = uri.user.replaceAll(/[-.() ]/g, "");
  return isDialable(to) ? { kind: "number", to } : { kind: "beyond" };
}

/** RFC 4488 §4: the peer wants no news of it. */
export function wantsNoNews({ headers }: SipRequest): boolean {
  return headers.first("refer-sub")?.trim().toLowerCase() === "false";
}
