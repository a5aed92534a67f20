/**
 * The life of one registration. A row reads: in this state, on this input, go to that state and do that. An input that
 * is not in a row changes nothing. The clock's word (`due`) is an input like any other.
 */
export type RegistrationState = "registering" | "registered" | "refreshing" | "refused" | "failing" | "over";
export type RegistrationInput =
  | "accepted" | "brief" | "refused" | "failed" | "due" | "lost" | "close"; // prettier-ignore
export type RegistrationAction = "ask" | "rest" | "retryLater" | "leave" | "end";

type Row = Readonly<Partial<Record<RegistrationInput, readonly [RegistrationState, RegistrationAction]>>>;

export const registrationTable = {
  /** A REGISTER is under way and no binding of ours is known. */
  registering: {
    accepted: ["registered", "rest"], // RFC 3261 §10.2.4: ask again before what was granted runs out
    brief: ["registering", "ask"], // §10.2.8: 423, at once with the Min-Expires it names
    refused: ["refused", "retryLater"], // §10.3: no, by name and password; a person must act, and may at any time
    failed: ["failing", "retryLater"], // RFC 5626 §4.5: nobody there, or not now
    close: ["over", "leave"], // it may be accepted yet: taken back by a later CSeq (RFC 3261 §10.3 step 7)
  },
  registered: {
    due: ["refreshing", "ask"], // §10.2.4
    lost: ["registering", "ask"], // RFC 5626 §4.2.1: the connection is gone, and calls would come over it
    close: ["over", "leave"], // §10.2.2: Expires: 0
  },
  /** A REGISTER is under way; the binding before it still stands. */
  refreshing: {
    accepted: ["registered", "rest"],
    brief: ["refreshing", "ask"],
    refused: ["refused", "retryLater"],
    failed: ["failing", "retryLater"],
    close: ["over", "leave"],
  },
  refused: {
    due: ["registering", "ask"],
    close: ["over", "end"], // nothing stands that could be taken back
  },
  failing: {
    due: ["registering", "ask"],
    close: ["over", "leave"],
  },
  over: {},
} as const satisfies Record<RegistrationState, Row>;

/** The one door; null: nothing changes. */
export function nextRegistration(
  state: RegistrationState,
  input: RegistrationInput,
): readonly [RegistrationState, RegistrationAction] | null {
  const row: Row = registrationTable[state];
  return row[input] ?? null;
}
