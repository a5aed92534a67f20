/**
 * The four transaction machines of RFC 3261 §17, with RFC 6026's `accepted` state. A row reads: in this state, on this
 * input, go to that state and do that. An input that is not in a row changes nothing. Timers are inputs. What is
 * different over TCP (no retransmission, zero timers D, I, J, K) is the action's business, not the table's.
 */

export type Row<State extends string, Action extends string> = Readonly<Record<string, readonly [State, Action]>>;
export type Table<State extends string, Action extends string> = Readonly<Record<State, Row<State, Action>>>;

export type InviteServerState = "proceeding" | "accepted" | "completed" | "confirmed" | "terminated";
export type ServerAction =
  | "none" | "send" | "resend" | "sendAndStartG" | "resendAndDoubleG" | "sendAndStartL" | "startI" | "startJ"
  | "end"; // prettier-ignore

/** RFC 3261 §17.2.1, figure 7; RFC 6026 §8.7 replaces the direct way from proceeding to terminated. */
export const inviteServerTable = {
  proceeding: {
    request: ["proceeding", "resend"], // §17.2.1: a retransmission gets the most recent provisional response
    provisional: ["proceeding", "send"], // §17.2.1: any number of 1xx
    success: ["accepted", "sendAndStartL"], // RFC 6026 §7.1: the TU itself retransmits the 2xx
    failure: ["completed", "sendAndStartG"], // §17.2.1: 300–699, Timers G and H
  },
  accepted: {
    request: ["accepted", "none"], // RFC 6026 §7.1: absorbed, never a second call
    success: ["accepted", "send"], // RFC 6026 §7.1: the TU's retransmission passes through
    timerL: ["terminated", "end"],
  },
  completed: {
    request: ["completed", "resend"],
    ack: ["confirmed", "startI"], // §17.2.1: G stops, I absorbs more ACKs
    timerG: ["completed", "resendAndDoubleG"], // §17.2.1: MIN(2·G, T2)
    timerH: ["terminated", "end"], // §17.2.1: no ACK came; the call was refused all the same
  },
  confirmed: {
    timerI: ["terminated", "end"],
  },
  terminated: {},
} as const satisfies Table<InviteServerState, ServerAction>;

export type ServerState = "trying" | "proceeding" | "completed" | "terminated";

/** RFC 3261 §17.2.2, figure 8. */
export const serverTable = {
  trying: {
    provisional: ["proceeding", "send"],
    success: ["completed", "startJ"],
    failure: ["completed", "startJ"],
  },
  proceeding: {
    request: ["proceeding", "resend"],
    provisional: ["proceeding", "send"],
    success: ["completed", "startJ"],
    failure: ["completed", "startJ"],
  },
  completed: {
    request: ["completed", "resend"], // §17.2.2: the final response again; later ones of the TU are discarded
    timerJ: ["terminated", "end"],
  },
  terminated: {},
} as const satisfies Table<ServerState, ServerAction>;

export type InviteClientState = "calling" | "proceeding" | "accepted" | "completed" | "terminated";
export type ClientAction =
  | "none" | "resendAndDoubleA" | "resendAndDoubleE" | "resendAtT2" | "report" | "reportAndStopB" | "reportAndStartM"
  | "reportAckAndStartD" | "reack" | "reportAndStartK" | "timeout" | "unreachable" | "end"; // prettier-ignore

/** RFC 3261 §17.1.1, figure 5; RFC 6026 §8.4 adds accepted with Timer M. */
export const inviteClientTable = {
  calling: {
    timerA: ["calling", "resendAndDoubleA"], // §17.1.1.2: doubles without a cap
    timerB: ["terminated", "timeout"],
    provisional: ["proceeding", "reportAndStopB"], // §17.1.1.2: A and B stop; how long it may ring is for the TU
    success: ["accepted", "reportAndStartM"],
    failure: ["completed", "reportAckAndStartD"], // §17.1.1.3: the transaction acknowledges 300–699
    transportError: ["terminated", "unreachable"],
  },
  proceeding: {
    provisional: ["proceeding", "report"],
    success: ["accepted", "reportAndStartM"],
    failure: ["completed", "reportAckAndStartD"],
  },
  accepted: {
    success: ["accepted", "report"], // RFC 6026 §7.2: retransmitted and forked 2xx go to the TU, which acknowledges
    timerM: ["terminated", "end"],
  },
  completed: {
    failure: ["completed", "reack"], // §17.1.1.2: a retransmission is acknowledged again, not reported again
    timerD: ["terminated", "end"],
    transportError: ["terminated", "unreachable"],
  },
  terminated: {},
} as const satisfies Table<InviteClientState, ClientAction>;

export type ClientState = "trying" | "proceeding" | "completed" | "terminated";

/** RFC 3261 §17.1.2, figure 6. */
export const clientTable = {
  trying: {
    timerE: ["trying", "resendAndDoubleE"], // §17.1.2.2: MIN(2·E, T2)
    timerF: ["terminated", "timeout"],
    provisional: ["proceeding", "report"],
    success: ["completed", "reportAndStartK"],
    failure: ["completed", "reportAndStartK"],
    transportError: ["terminated", "unreachable"],
  },
  proceeding: {
    timerE: ["proceeding", "resendAtT2"], // §17.1.2.2: every T2
    timerF: ["terminated", "timeout"],
    provisional: ["proceeding", "report"],
    success: ["completed", "reportAndStartK"],
    failure: ["completed", "reportAndStartK"],
    transportError: ["terminated", "unreachable"],
  },
  completed: {
    timerK: ["terminated", "end"],
  },
  terminated: {},
} as const satisfies Table<ClientState, ClientAction>;
