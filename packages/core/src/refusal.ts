/** Why an operator's input would change nothing. The words for people live with the screens. */
export type RefusalCode =
  | "already-taken"
  | "already-yours"
  | "call-ended"
  | "not-offered"
  | "not-your-call"
  | "not-held"
  | "already-held"
  | "in-conversation"
  | "not-signed-in"
  | "no-audio"
  | "not-in-wrap-up"
  | "nothing-to-undo"
  | "unknown-callback"
  | "desk-busy"
  | "callback-in-progress"
  | "unknown-incident"
  | "incident-exists"
  | "already-linked"
  | "still-open-dispatches"
  | "unknown-dispatch"
  | "already-dispatched"
  | "illegal-move";

export type Refusal = { readonly code: RefusalCode };
