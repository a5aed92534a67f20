import { randomUUID } from "node:crypto";
import { parseAddress, tagOf } from "../message/address.ts";
import { type SipRequest, topVia } from "../message/message.ts";
import type { Malformed } from "../message/parse.ts";
import { writeEcho } from "../message/write.ts";
import { stampVia } from "../transaction/reply-route.ts";
import type { Peer } from "../transport/peer.ts";
import { splitList } from "../message/text.ts";

/**
 * RFC 3261 §8.2.7, §21.4.1: the answer to a broken request that still shows where it came from, with those of the five
 * headers every response echoes that are there (RFC 4475 §3.3.1); null without a Via or CSeq, or for ACK, which is
 * never answered (§17.1.1.1).
 */
export function answerMalformed(broken: Malformed, source: Peer): Buffer | null {
  const { headers, method } = broken;
  if (headers === null || method === null || method === "ACK") return null;
  if (headers.first("cseq") === undefined) return null;
  const text = splitList(headers.first("via") ?? "")[0];
  if (text === undefined) return null;
  // A Via of another version, or one that is the fault itself, goes back as it came; the answer goes to the source.
  const via = topVia(headers) ?? { host: "", rport: false };
  const to = parseAddress(headers.first("to") ?? "");
  const tag = to === null || tagOf(to) !== null ? null : randomUUID();
  return writeEcho(headers, stampVia(text, via.host, via.rport, source), tag, {
    status: broken.status,
    reason: broken.fault,
    toTag: null,
  });
}

/** 403 to a stranger, sent back to where the packet came from and nowhere else (no maddr: we reflect for nobody). */
export function answerStranger(request: SipRequest, source: Peer): Buffer | null {
  if (request.method === "ACK") return null;
  const text = splitList(request.headers.first("via") as string)[0] as string;
  const tag = request.toTag === null ? randomUUID() : null;
  const topVia = stampVia(text, request.via.host, request.via.rport, source);
  return writeEcho(request.headers, topVia, tag, { status: 403, toTag: null });
}
