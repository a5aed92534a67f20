import type { Call, CentreState, Desk } from "../state.ts";
import { isIdle, offersOf, supervisorsStandIn } from "./room.ts";

/** Desks that could ring now, longest idle first; the desk's name decides between equals. */
export function idleDesks(state: CentreState): Desk[] {
  const idle: Desk[] = [];
  for (const desk of state.desks.values()) if (isIdle(desk)) idle.push(desk);
  return idle.sort((a, b) => a.since - b.since || (a.desk < b.desk ? -1 : 1));
}

/**
 * Which of the idle desks ring for this call now, and why:
 * one call taker or dispatcher (the longest idle), all supervisors once the call is overdue,
 * every desk at once under `ring-all`. A desk that let the call pass is asked again only when nobody else is left.
 */
export function desksFor(state: CentreState, call: Call, idle: readonly Desk[]): Desk[] {
  const standing = offersOf(state, call.id);
  if (state.policy.offering === "ring-all") return notPassedOver(call, idle, standing.length > 0);

  const standIn = supervisorsStandIn(state);
  const takers = idle.filter((desk) => standIn || desk.role !== "supervisor");
  const rings = standing.some(({ desk }) => standIn || state.desks.get(desk)?.role !== "supervisor");
  const chosen = rings ? [] : notPassedOver(call, takers, standing.length > 0).slice(0, 1);
  if (!call.overdue) return chosen;

  const supervisors = idle.filter((desk) => desk.role === "supervisor" && !chosen.includes(desk));
  return [...chosen, ...notPassedOver(call, supervisors, standing.length + chosen.length > 0)];
}

function notPassedOver(call: Call, desks: readonly Desk[], ringsElsewhere: boolean): Desk[] {
  const fresh = desks.filter((desk) => !call.passedOver.includes(desk.desk));
  return fresh.length > 0 || ringsElsewhere ? fresh : [...desks];
}
