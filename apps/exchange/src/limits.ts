import type { Duration } from "@siaga/core";

/** How long the exchange waits before it helps itself (ARCHITECTURE.md, "What must hold"). Milliseconds. */
export type Limits = {
  /** A new call waits this long for the centre to keep it … */
  readonly centreKeeps: Duration;
  /** … and this much longer for the exchange's own journal; then it rings regardless, with an alarm. */
  readonly journalKeeps: Duration;
  /** Without a word from the centre for this long the exchange fails open. */
  readonly centreSilent: Duration;
  /** A hand-over that has not ended by then is given up: the own brain goes on. */
  readonly handOver: Duration;
  /** A desk without a heartbeat for this long has vanished. */
  readonly deskSilent: Duration;
  /** Heartbeat to desks. */
  readonly beat: Duration;
  /** How long a leg whose signalling is silent is listened to before it counts as silent altogether. */
  readonly listenFor: Duration;
  /** A desk whose audio died with the media process has this long to bring it back before it counts as vanished. */
  readonly deskAudioReturns: Duration;
  /** A media process that stands this long after another died is no alarm any more. */
  readonly mediaSettled: Duration;
};

export const standardLimits: Limits = {
  centreKeeps: 400,
  journalKeeps: 100,
  centreSilent: 2_000,
  handOver: 5_000,
  deskSilent: 1_500,
  beat: 500,
  listenFor: 3_000,
  deskAudioReturns: 5_000,
  mediaSettled: 60_000,
};
