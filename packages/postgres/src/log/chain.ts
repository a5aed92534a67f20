import { hash } from "node:crypto";
import type { CentreEvent } from "@siaga/core";
import { canonical, canonicalStorable } from "./canonical.ts";

/** What an event row holds besides its number. */
export type Link = { readonly at: number; readonly type: string; readonly payload: string; readonly hash: Buffer };

/** Before the first event. */
export const genesis: Buffer = Buffer.alloc(32);

/** The row of an event that follows `previous`. */
export function forge(previous: Buffer, centreId: string, seq: number, event: CentreEvent): Link {
  const { at, type, ...rest } = event;
  const payload = canonicalStorable(rest);
  return { at, type, payload, hash: digest(previous, centreId, seq, at, type, payload) };
}

/** sha256(previous ‖ canonical(centre_id, seq, at, type, payload)). Members are written in RFC 8785's order. */
export function digest(
  previous: Buffer,
  centreId: string,
  seq: number,
  at: number,
  type: string,
  canonicalPayload: string,
): Buffer {
  const row = `{"at":${at},"centre_id":${canonical(centreId)},"payload":${canonicalPayload},"seq":${seq},"type":${canonical(type)}}`;
  return hash("sha256", Buffer.concat([previous, Buffer.from(row)]), "buffer");
}
