import type { CallCard } from "@siaga/contracts/exchange-link";
import type { CentreState } from "@siaga/core";
import type { CallLeg } from "../calls/legs.ts";

/** What the exchange itself may show of a call: the facts that came with it and a masked number. */
export function ownCard(leg: CallLeg, state: CentreState): CallCard {
  const call = state.calls.get(leg.id);
  const number = leg.direction === "incoming" ? leg.sip.caller.number : null;
  return {
    call: leg.id,
    line: leg.line.line,
    lineName: leg.line.name,
    arrivedAt: leg.arrivedAt,
    number: number === null ? null : maskedNumber(number),
    callsToday: call?.history?.callsToday ?? 0,
    calls30Days: call?.history?.calls30Days ?? 0,
    classified: { ...call?.history?.classified },
    genuine: call?.history?.genuine ?? null,
    test: call?.test ?? leg.line.test,
  };
}

/** Enough to recognise a number, too little to dial: `+6281234564417` → `0812 •••• 4417`. */
export function maskedNumber(number: string): string {
  if (number.length <= 6) return `•••${number.slice(-2)}`;
  const spoken = number.startsWith("+62") ? `0${number.slice(3)}` : number;
  return `${spoken.slice(0, 4)} •••• ${spoken.slice(-4)}`;
}
