import type { Dialog } from "../dialog/dialog.ts";
import type { SipRequest } from "../message/message.ts";

/** Branches of a forked INVITE that are remembered at once. */
const MOST_BRANCHES = 16;

type Branch = { readonly dialog: Dialog; sdp: string | null };

/** RFC 3261 §12.1.2, §13.2.2.1: each To tag among the provisional responses is an early dialog of its own. */
export class EarlyDialogs {
  readonly #branches = new Map<string, Branch>();

  /** A provisional response with this tag; `sdp` when it brought one: the last of its branch is its session. */
  note(tag: string, sdp: string | null, open: () => Dialog): void {
    let branch = this.#branches.get(tag);
    if (branch === undefined) {
      if (this.#branches.size === MOST_BRANCHES) return;
      this.#branches.set(tag, (branch = { dialog: open(), sdp: null }));
    }
    branch.sdp = sdp ?? branch.sdp;
  }

  /** RFC 3261 §13.2.1: the answer may have come early, but only in the same dialog as the 2xx. */
  sdpOf(tag: string): string | null {
    return this.#branches.get(tag)?.sdp ?? null;
  }

  owns(request: SipRequest): boolean {
    return this.#branches.get(request.fromTag ?? "")?.dialog.callId === request.callId;
  }

  /** The 2xx has chosen, or the INVITE goes elsewhere. */
  forget(): void {
    this.#branches.clear();
  }
}
