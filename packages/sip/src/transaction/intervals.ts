/** RFC 3261 table 4: the protocol's clock (ms). */
export type Intervals = {
  /** Round-trip estimate. */
  readonly t1: number;
  /** Longest retransmission interval of non-INVITE requests and INVITE responses. */
  readonly t2: number;
  /** Longest time a message stays in the network. */
  readonly t4: number;
};

export const standardIntervals: Intervals = { t1: 500, t2: 4000, t4: 5000 };

/** Timers B, F, H, J, L, M and the patience for an ACK: 64·T1, 32 s by default. */
export function lifetime(intervals: Intervals): number {
  return 64 * intervals.t1;
}
