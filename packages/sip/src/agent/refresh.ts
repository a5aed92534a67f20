import { refreshTarget } from "../dialog/dialog.ts";
import { tryAgainIn } from "../dialog/glare.ts";
import type { SipResponse } from "../message/message.ts";
import { ask, isGone } from "./ask.ts";
import { dialogLines } from "./core.ts";
import type { InviteUsage } from "./usage.ts";

/** The peer does not do UPDATE, whatever its Allow said (RFC 3261 §21.4.6, §21.5.2), or not without SDP. */
const refusesUpdate: ReadonlySet<number> = new Set([405, 488, 501]);

/** RFC 4028 §7.4, §10: by UPDATE where the peer takes it, else by INVITE with the same SDP; what fails is tried again while the interval lasts. */
export async function refresh(usage: InviteUsage): Promise<void> {
  if (!usage.peerAllows("UPDATE")) return refreshByInvite(usage);
  const { core, dialog, timer } = usage;
  const lines = dialogLines(core, dialog.localAddress, dialog.heardFrom) + timer.requestLines;
  const asked = await ask(core, dialog, "UPDATE", { lines });
  if (usage.ended) return;
  if (asked.kind === "silent") {
    usage.events.onSilent();
    return timer.failed(null);
  }
  const { response } = asked;
  if (response.status < 300) {
    // RFC 3311 §5.1: UPDATE is a target refresh, with or without an offer.
    refreshTarget(dialog, response);
    return timer.heard(response);
  }
  if (isGone(response)) return usage.lost(response);
  if (timer.raise(response)) return refresh(usage);
  if (!refusesUpdate.has(response.status)) return timer.failed(waitNamedBy(response, usage));
  usage.disallow("UPDATE");
  return refreshByInvite(usage);
}

async function refreshByInvite(usage: InviteUsage): Promise<void> {
  if (usage.localSdp === null) return askAfter(usage);
  const offered = await usage.offer(usage.localSdp);
  if (offered.kind === "answered") usage.events.onRenewed(offered.sdp);
  else if (offered.kind === "refused") usage.timer.failed(null);
}

/** Ms the refusal itself asks us to wait; null when it names no time. */
function waitNamedBy({ status, headers }: SipResponse, { core, ownsCallId, timer }: InviteUsage): number | null {
  const retryAfter = headers.first("retry-after");
  return tryAgainIn({ status, retryAfter }, timer.failures + 1, ownsCallId, core.chance());
}

/** Nobody refreshes: does the peer still know the call? Only its own word ends it. */
export async function askAfter(usage: InviteUsage): Promise<void> {
  const asked = await ask(usage.core, usage.dialog, "OPTIONS", { lines: "Accept: application/sdp\r\n" });
  if (usage.ended) return;
  if (asked.kind === "silent") usage.events.onSilent();
  else if (isGone(asked.response)) usage.lost(asked.response);
}
