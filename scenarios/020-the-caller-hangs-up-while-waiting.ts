import type { Story } from "./story.ts";

/** The only desk is talking: the second caller hears the prompt, waits, gives up, and is owed a call back. */
export const theCallerHangsUpWhileWaiting = {
  title: "the caller hangs up while waiting",
  callers: { first: "+6281200000021", second: "+6281200000022" },
  fallback: [],
  steps: [
    { at: 0, desk: "meja-1", does: "signs-in", operator: "ani", role: "call-taker" },
    { at: 500, desk: "meja-1", does: "connects" },
    { at: 1000, desk: "meja-1", does: "readies" },
    { at: 2000, caller: "first", does: "dials", line: "112" },
    { at: 3000, desk: "meja-1", does: "answers", caller: "first" },

    { at: 4000, caller: "second", does: "dials", line: "112" },
    { at: 5000, expect: { caller: "second", is: "waiting" } },
    { at: 5000, expect: { desk: "meja-1", is: "on-call" } },
    { at: 9000, caller: "second", does: "hears-out" },
    { at: 9500, expect: { caller: "second", is: "waiting" } },

    { at: 11_000, caller: "second", does: "hangs-up" },
    { at: 11_500, expect: { caller: "second", is: "gone" } },
    { at: 11_500, expect: { callbackFor: "second", stands: true } },
    { at: 11_500, expect: { caller: "first", is: "talking" } },

    { at: 12_000, caller: "first", does: "hangs-up" },
    { at: 12_500, expect: { desk: "meja-1", is: "wrap-up" } },
    { at: 13_000, desk: "meja-1", does: "classifies", caller: "first", as: "information" },
    { at: 13_500, expect: { desk: "meja-1", is: "available" } },
  ],
  log: {
    first: ["call.admitted", "call.offered", "call.answered", "call.ended", "call.classified"],
    second: ["call.admitted", "call.queued", "call.announced", "prompt.completed", "callback.opened", "call.ended"],
  },
  ledger: { incoming: 2, open: 0, outcomes: { answered: 1, abandoned_in_queue: 1 } },
} as const satisfies Story;
