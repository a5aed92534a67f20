import type { Story } from "./story.ts";

/** The main path: a desk is ready, a call comes, an operator speaks, and one key says what it was. */
export const aCallIsAnswered = {
  title: "a call is answered",
  callers: { first: "+6281200000010" },
  fallback: [],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },
    { at: 1000, expect: { desk: "meja-1", is: "available" } },

    { at: 2000, caller: "first", does: "dials", line: "112" },
    { at: 2500, expect: { caller: "first", is: "ringing" } },
    { at: 2500, expect: { desk: "meja-1", is: "ringing" } },

    { at: 3500, desk: "meja-1", does: "answers", caller: "first" },
    { at: 4000, expect: { caller: "first", is: "talking" } },
    { at: 4000, expect: { desk: "meja-1", is: "on-call" } },

    { at: 6000, desk: "meja-1", does: "holds", caller: "first" },
    { at: 6500, expect: { caller: "first", is: "on-hold" } },
    { at: 7000, desk: "meja-1", does: "resumes", caller: "first" },
    { at: 7500, expect: { caller: "first", is: "talking" } },

    { at: 9000, desk: "meja-1", does: "releases", caller: "first" },
    { at: 9500, expect: { caller: "first", is: "gone" } },
    { at: 9500, expect: { desk: "meja-1", is: "wrap-up" } },

    { at: 10_000, desk: "meja-1", does: "classifies", caller: "first", as: "emergency" },
    { at: 10_500, expect: { desk: "meja-1", is: "available" } },
  ],
  log: {
    first: [
      "call.admitted",
      "call.queued",
      "call.offered",
      "call.answered",
      "call.held",
      "call.resumed",
      "call.ended",
      "call.classified",
      "operator.wrapped-up",
    ],
  },
  ledger: { incoming: 1, open: 0, outcomes: { answered: 1 } },
} as const satisfies Story;
