/**
 * Who decides. `centre`: it leads, or has been silent for less than two seconds. `own`: the exchange's own core.
 * `handing-over`: the own brain stands still while a centre reconciles; what happens meanwhile waits for it.
 */
export type Leader = "centre" | "own" | "handing-over";

export type LeaderEvent =
  /** 2 s without a word, or a hand-over that did not end in time. */
  | "centre-silent"
  /** A centre proved itself and was given hello. */
  | "centre-present"
  /** Its welcome came: it leads. */
  | "centre-welcomed"
  /** Its connection ended. */
  | "centre-gone";

const transitions = {
  centre: {
    "centre-silent": "own",
    "centre-present": "centre",
    "centre-welcomed": "centre",
    // Not yet: within two seconds it may be back, and reports are held for it.
    "centre-gone": "centre",
  },
  own: {
    "centre-silent": "own",
    "centre-present": "handing-over",
    "centre-welcomed": "own",
    "centre-gone": "own",
  },
  "handing-over": {
    "centre-silent": "own",
    "centre-present": "handing-over",
    "centre-welcomed": "centre",
    "centre-gone": "own",
  },
} as const satisfies Record<Leader, Record<LeaderEvent, Leader>>;

export const nextLeader = (leader: Leader, event: LeaderEvent): Leader => transitions[leader][event];
