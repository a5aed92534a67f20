import { openSip, type OpenSipEdge, type SipInternals } from "./open.ts";
import type { SipOptions, TrunkSetting } from "../trunk.ts";

/** The trunk of the tests: this machine itself. */
export const loopbackTrunk: TrunkSetting = {
  name: "loopback",
  addresses: ["127.0.0.0/8"],
  peer: null,
  trustIdentity: true,
  pseudoNumbers: [],
};

/** T1 of 50 ms: what takes 32 s on a trunk takes 3.2 s in a test. */
export const fastIntervals = { t1: 50, t2: 400, t4: 500 };

/** An SDP that says enough for a scenario to look at. */
export function sdpOf(direction: "sendrecv" | "recvonly" | "sendonly" | "inactive" = "sendrecv"): string {
  return [
    "v=0",
    "o=siaga 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    "m=audio 40000 RTP/AVP 8",
    "a=rtpmap:8 PCMA/8000",
    `a=${direction}`,
    "",
  ].join("\r\n");
}

/** A real edge on a port the system chose, reachable from this machine only. */
export function openTestEdge(
  changed: Partial<SipOptions> = {},
  internals: Partial<SipInternals> = {},
): Promise<OpenSipEdge> {
  const options: SipOptions = {
    address: "127.0.0.1",
    port: 0,
    trunks: [loopbackTrunk],
    country: "ID",
    shortCodes: ["112", "110", "113", "119"],
    userAgent: "siaga112",
    publicAddress: null,
    ...changed,
  };
  return openSip(options, { intervals: fastIntervals, ...internals });
}

/** Waits until a condition holds; the sentence is what a failed test says. */
export async function until(condition: () => boolean, sentence: string, patience = 15_000): Promise<void> {
  const end = performance.now() + patience;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${patience} ms: ${sentence}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** True when nothing of any call is left. */
export function isEmpty(edge: OpenSipEdge): boolean {
  const { transactions, dialogs, timers } = edge.counts();
  return transactions === 0 && dialogs === 0 && timers === 0;
}
