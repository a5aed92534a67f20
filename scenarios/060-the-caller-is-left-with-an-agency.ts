import type { Story } from "./story.ts";

/** The first agency asked is busy and the caller is back at once; the second one hears the operator, then has the caller. */
export const theCallerIsLeftWithAnAgency = {
  title: "the caller is left with an agency",
  callers: { first: "+6281200000060" },
  fallback: [],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },

    { at: 2000, caller: "first", does: "dials", line: "112" },
    { at: 3000, desk: "meja-1", does: "answers", caller: "first" },
    { at: 4000, expect: { caller: "first", is: "talking" } },

    { at: 5000, desk: "meja-1", does: "consults", caller: "first", agency: "damkar" },
    { at: 5500, expect: { caller: "first", is: "on-hold" } },
    { at: 6000, agency: "damkar", does: "is-busy" },
    { at: 6500, expect: { caller: "first", is: "talking" } },

    { at: 8000, desk: "meja-1", does: "consults", caller: "first", agency: "dinkes" },
    { at: 9000, agency: "dinkes", does: "answers" },
    { at: 9500, expect: { caller: "first", is: "on-hold" } },
    { at: 11_000, desk: "meja-1", does: "leaves", caller: "first" },
    { at: 11_500, expect: { caller: "first", is: "talking-elsewhere" } },
    { at: 11_500, expect: { desk: "meja-1", is: "wrap-up" } },
    { at: 12_000, desk: "meja-1", does: "classifies", caller: "first", as: "emergency" },
    { at: 12_500, expect: { desk: "meja-1", is: "available" } },

    { at: 14_000, agency: "dinkes", does: "hangs-up" },
    { at: 14_500, expect: { caller: "first", is: "gone" } },
  ],
  log: {
    first: [
      "call.admitted",
      "call.answered",
      "call.held",
      "party.dialled",
      "party.ended",
      "call.resumed",
      "call.held",
      "party.dialled",
      "party.answered",
      "call.transferred",
      "call.classified",
      "party.ended",
      "call.ended",
    ],
  },
  ledger: { incoming: 1, open: 0, outcomes: { answered: 1 } },
} as const satisfies Story;
