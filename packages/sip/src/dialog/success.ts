import { type Intervals, lifetime } from "../transaction/intervals.ts";
import type { Timer, Timers } from "../transaction/timers.ts";

/** A 2xx to INVITE waiting for its ACK. */
export type UnacknowledgedSuccess = { readonly stop: () => void };

/**
 * RFC 3261 §13.3.1.4: the 2xx is sent again after T1, doubling up to T2, whatever the transport, until the ACK comes;
 * after 64·T1 without one the dialog is confirmed but the session is to be ended with a BYE (`onLost`).
 */
export function retransmitSuccess(
  timers: Timers,
  intervals: Intervals,
  resend: () => void,
  onLost: () => void,
): UnacknowledgedSuccess {
  let interval = intervals.t1;
  const again = (): void => {
    resend();
    interval = Math.min(2 * interval, intervals.t2);
    repeat = timers.after(interval, again);
  };
  let repeat: Timer = timers.after(interval, again);
  const patience = timers.after(lifetime(intervals), () => {
    timers.cancel(repeat);
    onLost();
  });
  return {
    stop: () => {
      timers.cancel(repeat);
      timers.cancel(patience);
    },
  };
}
