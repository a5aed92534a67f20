import { type Dialog, nextHop, requestWithin } from "../dialog/dialog.ts";
import type { SipResponse } from "../message/message.ts";
import type { OutgoingRequest } from "../message/write.ts";
import type { UserAgentCore } from "./core.ts";
import { SentRequest } from "./sent-request.ts";

/** What a request inside a dialog met; `silent`: 64·T1 without a final response, 408, or no way to the peer. */
export type Asked = { readonly kind: "answered"; readonly response: SipResponse } | { readonly kind: "silent" };

/** What may follow the method. `lines` end in CRLF. */
type Asking = { readonly lines?: string } & Pick<OutgoingRequest, "sdp" | "fragment">;

/** Sends a request other than INVITE, ACK and CANCEL inside the dialog (RFC 3261 §12.2.1); resolves with its final response. */
export function ask(core: UserAgentCore, dialog: Dialog, method: string, asking: Asking = {}): Promise<Asked> {
  const { lines = "", ...body } = asking;
  const request = { ...requestWithin(dialog, method, `${lines}User-Agent: ${core.product}\r\n`), ...body };
  return new Promise((resolve) => {
    const silent = (): void => resolve({ kind: "silent" });
    const onResponse = (response: SipResponse): void => {
      if (response.status >= 200) resolve(met(response));
    };
    const listener = { onResponse, onTimeout: silent, onUnreachable: silent };
    // RFC 3261 §22.2: a challenge is answered with the dialog's next number.
    void new SentRequest(core, request, nextHop(dialog), listener, () => (dialog.localSequence += 1));
  });
}

/**
 * A final response. RFC 4320 §4.2: a 408 is a proxy's word that it heard nothing. RFC 3261 §12.2.1.2 ranks it with silence,
 * and so do we: neither ends a call here.
 */
export function met(response: SipResponse): Asked {
  return response.status === 408 ? { kind: "silent" } : { kind: "answered", response };
}

/** RFC 3261 §12.2.1.2: the peer no longer knows the dialog. */
export function isGone(response: SipResponse): boolean {
  return response.status === 481;
}
