import type { Story } from "./story.ts";

/**
 * Pranksters have every desk when people in need call. Nobody is refused and nobody's call is ended: whoever shows that
 * they need somebody comes first, an operator is kept free for the next of them, and the silent one still gets a human.
 */
export const aFloodEvening = {
  title: "a flood evening",
  order: "triage",
  callers: {
    "first-prankster": "+6281200000091",
    "second-prankster": "+6281200000092",
    "third-prankster": "+6281200000093",
    stranger: "+6281200000094",
    "next-stranger": "+6281200000095",
  },
  fallback: [],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 0, desk: "meja-2", does: "signs-in", operator: "budi", role: "call-taker" },
    { at: 0, desk: "meja-3", does: "signs-in", operator: "eka", role: "call-taker" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 500, desk: "meja-2", does: "connects" },
    { at: 500, desk: "meja-3", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },
    { at: 1100, desk: "meja-2", does: "readies" },
    { at: 1200, desk: "meja-3", does: "readies" },

    { at: 2000, caller: "first-prankster", does: "dials", line: "112" },
    { at: 2100, caller: "second-prankster", does: "dials", line: "112" },
    { at: 2200, caller: "third-prankster", does: "dials", line: "112" },
    { at: 3000, desk: "meja-1", does: "answers", caller: "first-prankster" },
    { at: 3100, desk: "meja-2", does: "answers", caller: "second-prankster" },
    { at: 3200, desk: "meja-3", does: "answers", caller: "third-prankster" },

    // Two withheld numbers are asked for a digit while they wait; a new number is not asked.
    { at: 5000, caller: "silent", does: "dials", line: "112" },
    { at: 5500, caller: "withheld", does: "dials", line: "112" },
    { at: 6000, caller: "stranger", does: "dials", line: "112" },
    { at: 8500, caller: "withheld", does: "presses-asked" },

    { at: 9000, desk: "meja-1", does: "releases", caller: "first-prankster" },
    { at: 9500, desk: "meja-1", does: "classifies", caller: "first-prankster", as: "prank" },
    { at: 10_000, expect: { desk: "meja-1", is: "ringing" } },
    { at: 10_500, desk: "meja-1", does: "answers", caller: "withheld" },
    { at: 11_000, expect: { caller: "withheld", is: "talking" } },

    { at: 11_500, desk: "meja-2", does: "releases", caller: "second-prankster" },
    { at: 12_000, desk: "meja-2", does: "classifies", caller: "second-prankster", as: "prank" },
    { at: 13_000, desk: "meja-2", does: "answers", caller: "stranger" },
    { at: 13_500, expect: { caller: "stranger", is: "talking" } },

    // A desk is free and kept for whoever is in need next.
    { at: 14_000, desk: "meja-3", does: "releases", caller: "third-prankster" },
    { at: 14_500, desk: "meja-3", does: "classifies", caller: "third-prankster", as: "prank" },
    { at: 15_500, expect: { desk: "meja-3", is: "available" } },
    { at: 15_500, expect: { caller: "silent", is: "waiting" } },
    { at: 16_000, caller: "next-stranger", does: "dials", line: "112" },
    { at: 16_200, expect: { desk: "meja-3", is: "ringing" } },
    { at: 17_000, desk: "meja-3", does: "answers", caller: "next-stranger" },
    { at: 17_500, expect: { caller: "next-stranger", is: "talking" } },

    { at: 18_000, caller: "withheld", does: "hangs-up" },
    { at: 18_500, desk: "meja-1", does: "classifies", caller: "withheld", as: "emergency" },
    { at: 19_000, caller: "stranger", does: "hangs-up" },
    { at: 19_500, desk: "meja-2", does: "classifies", caller: "stranger", as: "emergency" },
    { at: 20_000, expect: { caller: "silent", is: "waiting" } },

    // Everybody in need has been heard: now the silent one is.
    { at: 21_000, caller: "next-stranger", does: "hangs-up" },
    { at: 21_500, desk: "meja-3", does: "classifies", caller: "next-stranger", as: "information" },
    { at: 22_000, expect: { desk: "meja-1", is: "ringing" } },
    { at: 22_500, desk: "meja-1", does: "answers", caller: "silent" },
    { at: 23_000, expect: { caller: "silent", is: "talking" } },
    { at: 25_000, desk: "meja-1", does: "releases", caller: "silent" },
    { at: 25_500, desk: "meja-1", does: "classifies", caller: "silent", as: "silent" },
    { at: 26_000, expect: { desk: "meja-1", is: "available" } },
  ],
  log: {
    "first-prankster": ["call.admitted", "call.offered", "call.answered", "call.ended", "call.classified"],
    silent: [
      "call.admitted",
      "call.queued",
      "challenge.asked",
      "challenge.answered",
      "challenge.asked",
      "call.offered",
      "call.answered",
      "call.ended",
      "call.classified",
    ],
    withheld: [
      "call.admitted",
      "call.queued",
      "challenge.asked",
      "challenge.answered",
      "call.offered",
      "call.answered",
      "call.ended",
    ],
    stranger: ["call.admitted", "call.queued", "call.offered", "call.answered", "call.ended", "call.classified"],
  },
  ledger: { incoming: 7, open: 0, outcomes: { answered: 7 } },
} as const satisfies Story;
