import type { CallCard } from "@siaga/contracts/exchange-link";
import type { Call } from "@siaga/core";

/** What rings on a desk: facts, never a verdict. The number is masked already. */
export const callCardOf = (call: Call, lineName: string, number: string | null): CallCard => ({
  call: call.id,
  line: call.line,
  lineName,
  arrivedAt: call.arrivedAt,
  number,
  callsToday: call.history?.callsToday ?? 0,
  calls30Days: call.history?.calls30Days ?? 0,
  classified: { ...call.history?.classified },
  genuine: call.history?.genuine ?? null,
  test: call.test,
});
