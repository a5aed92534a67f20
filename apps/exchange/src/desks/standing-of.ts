import type { CallCard } from "@siaga/contracts/exchange-link";
import type { ToDesk } from "@siaga/contracts/desk-link";
import type { DeskId } from "@siaga/core";
import type { CallLeg, Calls } from "../calls/legs.ts";
import { isApart, speaksWithOthers } from "../calls/seat.ts";
import type { DeskRings } from "./rings.ts";

type Shown = {
  readonly cardOf: (leg: CallLeg) => CallCard;
  readonly muted: boolean;
  readonly failOpen: boolean;
};

/** Where a desk stands, so that a refreshed page shows its call and its rings at once. */
export function standingOf(desk: DeskId, calls: Calls, rings: DeskRings, { cardOf, muted, failOpen }: Shown): ToDesk {
  const talking = calls.ofDesk(desk);
  return {
    type: "standing",
    ringing: [...rings.of(desk)],
    talking: talking && (rings.cardOf(talking.id) ?? cardOf(talking)),
    held: talking !== null && talking.desk === desk && isApart(talking),
    others: talking !== null && speaksWithOthers(talking),
    answeredAt: talking?.talkingSince ?? null,
    muted: talking !== null && muted,
    failOpen,
  };
}
