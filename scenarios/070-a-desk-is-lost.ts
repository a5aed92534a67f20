import type { Story } from "./story.ts";

/** A computer dies in the middle of a call: the caller hears that somebody comes back, and a colleague does. */
export const aDeskIsLost = {
  title: "a desk is lost",
  callers: { first: "+6281200000070" },
  fallback: [],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 0, desk: "meja-9", does: "signs-in", operator: "sri", role: "supervisor" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 500, desk: "meja-9", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },
    { at: 1000, desk: "meja-9", does: "readies" },

    { at: 2000, caller: "first", does: "dials", line: "112" },
    { at: 3000, desk: "meja-1", does: "answers", caller: "first" },
    { at: 4000, expect: { caller: "first", is: "talking" } },

    { at: 5000, desk: "meja-1", does: "vanishes" },
    { at: 7000, expect: { caller: "first", is: "on-hold" } },
    { at: 7000, expect: { desk: "meja-9", is: "available" } },

    { at: 20_500, expect: { desk: "meja-9", is: "ringing" } },
    { at: 20_500, expect: { caller: "first", is: "waiting" } },
    { at: 21_000, desk: "meja-9", does: "answers", caller: "first" },
    { at: 22_000, expect: { caller: "first", is: "talking" } },

    { at: 24_000, caller: "first", does: "hangs-up" },
    { at: 24_500, expect: { desk: "meja-9", is: "wrap-up" } },
    { at: 25_000, desk: "meja-9", does: "classifies", caller: "first", as: "emergency" },
    { at: 25_500, expect: { desk: "meja-9", is: "available" } },
  ],
  log: {
    first: ["call.admitted", "call.answered", "call.held", "call.recalled", "call.retaken", "call.ended"],
  },
  ledger: { incoming: 1, open: 0, outcomes: { answered: 1 } },
} as const satisfies Story;
