import type { Story } from "./story.ts";

/** A desk rings and nobody is there: the caller is told, the call stays first, and the supervisor gets it. */
export const nobodyPicksUp = {
  title: "nobody picks up",
  callers: { first: "+6281200000040" },
  fallback: ["tetangga"],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 0, desk: "meja-9", does: "signs-in", operator: "sri", role: "supervisor" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 500, desk: "meja-9", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },
    { at: 1000, desk: "meja-9", does: "readies" },

    { at: 2000, caller: "first", does: "dials", line: "112" },
    { at: 3000, expect: { caller: "first", is: "ringing" } },
    { at: 3000, expect: { desk: "meja-1", is: "ringing" } },
    { at: 3000, expect: { desk: "meja-9", is: "available" } },

    { at: 7500, expect: { caller: "first", is: "waiting" } },
    { at: 15_500, expect: { desk: "meja-1", is: "ringing" } },
    { at: 15_500, expect: { alarm: "call-unanswered", sounds: false } },

    { at: 23_500, expect: { alarm: "call-unanswered", sounds: true } },
    { at: 23_500, expect: { desk: "meja-9", is: "ringing" } },
    { at: 23_500, expect: { fallback: "tetangga", ringsFor: "first" } },

    { at: 24_000, desk: "meja-9", does: "answers", caller: "first" },
    { at: 24_500, expect: { caller: "first", is: "talking" } },
    { at: 24_500, expect: { desk: "meja-1", is: "available" } },
    { at: 24_500, expect: { alarm: "call-unanswered", sounds: false } },

    { at: 27_000, caller: "first", does: "hangs-up" },
    { at: 27_500, expect: { desk: "meja-9", is: "wrap-up" } },
    { at: 28_000, desk: "meja-9", does: "classifies", caller: "first", as: "emergency" },
    { at: 28_500, expect: { desk: "meja-9", is: "available" } },
  ],
  log: {
    first: [
      "call.admitted",
      "call.queued",
      "call.offered",
      "call.announced",
      "offer.expired",
      "call.offered",
      "call.overdue",
      "call.offered",
      "offer.withdrawn",
      "call.answered",
      "call.ended",
      "call.classified",
    ],
  },
  ledger: { incoming: 1, open: 0, outcomes: { answered: 1 } },
} as const satisfies Story;
