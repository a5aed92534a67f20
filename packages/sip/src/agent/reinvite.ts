import { type Dialog, nextHop, refreshTarget, requestWithin } from "../dialog/dialog.ts";
import type { SipResponse } from "../message/message.ts";
import type { Peer } from "../transport/peer.ts";
import { lifetime } from "../transaction/intervals.ts";
import { type Asked, met } from "./ask.ts";
import { dialogLines, type UserAgentCore } from "./core.ts";
import { SentRequest } from "./sent-request.ts";

/** Our INVITE inside a dialog; acknowledged here, whatever it meets. */
export type Reinvite = {
  readonly final: Promise<Asked>;
  /** RFC 3261 §9.1: the call is ending, or nobody at the other end decides. */
  readonly cancel: () => void;
};

/** RFC 3261 §14.1. A final response that does not come within 64·T1 is no longer waited for: the INVITE is cancelled. */
export function sendReinvite(core: UserAgentCore, dialog: Dialog, sdp: string, lines = ""): Reinvite {
  const { timers, intervals } = core;
  const contact = dialogLines(core, dialog.localAddress, dialog.heardFrom);
  const request = { ...requestWithin(dialog, "INVITE", contact + lines), sdp };
  const { promise, resolve } = Promise.withResolvers<Asked>();
  let heard = false;
  let decided = false;
  let cancelled: "no" | "wanted" | "sent" = "no";
  let acknowledge: (() => void) | null = null;

  const settle = (asked: Asked): void => {
    decided = true;
    timers.cancel(patience);
    resolve(asked);
  };
  const accepted = (response: SipResponse): void => {
    // §13.2.2.4: each copy of the 2xx is acknowledged again.
    if (acknowledge !== null) return acknowledge();
    // §12.2.1.2: a 2xx to a target refresh request moves the target.
    refreshTarget(dialog, response);
    const ack = requestWithin(dialog, "ACK", invite.credentialLines, invite.request.sequence);
    acknowledge = core.sendAck(ack, nextHop(dialog));
    settle({ kind: "answered", response });
  };
  const cancel = (): void => {
    if (decided || cancelled === "sent") return;
    cancelled = "wanted";
    invite.unwanted();
    // §9.1: a CANCEL waits for the first provisional response.
    if (!heard || invite.peer === null) return;
    cancelled = "sent";
    sendCancel(core, invite);
    // §9.1: no final response 64·T1 after the CANCEL: the INVITE counts as cancelled.
    timers.cancel(patience);
    patience = timers.after(lifetime(intervals), () => {
      invite.abandon();
      settle({ kind: "silent" });
    });
  };

  const listener = {
    onResponse: (response: SipResponse): void => {
      heard = true;
      if (response.status >= 300) settle(met(response));
      else if (response.status >= 200) accepted(response);
      else if (cancelled === "wanted") cancel();
    },
    onTimeout: () => settle({ kind: "silent" }),
    onUnreachable: () => settle({ kind: "silent" }),
  };
  let patience = timers.after(lifetime(intervals), cancel);
  const invite = new SentRequest(core, request, nextHop(dialog), listener, () => (dialog.localSequence += 1));
  return { final: promise, cancel };
}

/** RFC 3261 §9.1: same Request-URI, Call-ID, To, From, CSeq number, Route and branch. */
function sendCancel(core: UserAgentCore, invite: SentRequest): void {
  const nothing = (): void => undefined;
  const { sdp: _omitted, ...head } = invite.request;
  const listener = { onResponse: nothing, onTimeout: nothing, onUnreachable: nothing };
  const cancel = { ...head, method: "CANCEL", lines: routesOf(head.lines) };
  core.transactions.start(cancel, invite.peer as Peer, listener, invite.branch);
}

/** RFC 3261 §9.1: a CANCEL carries the Route of its request and nothing else of it. */
function routesOf(lines: string): string {
  return (lines.match(/^Route:.*\r\n/gm) ?? []).join("");
}
