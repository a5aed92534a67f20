import type { Board, CallRow, PlaceRow, Room } from "@siaga/contracts/live";

export type Lane = PlaceRow["lane"];

/** The order in which lanes are served and shown. */
export const lanes = ["express", "claim", "waiting"] as const satisfies readonly Lane[];

/** A surge under triage: the free desk shows the lanes instead of the ordinary screen. */
export const isFlood = (room: Room | null | undefined): room is Room =>
  room != null && room.order === "triage" && room.surge !== null;

/**
 * Calls nobody speaks with yet, in the order of lanes; in a lane who was promoted, then as the room would serve them. Where
 * it has not said yet, by the wait.
 */
export function waitingCalls(board: Board | null): readonly CallRow[] {
  const places = new Map((board?.room?.line ?? []).map((id, place) => [id, place]));
  const turn = ({ id }: CallRow): number => places.get(id) ?? places.size;
  const rows = Object.values(board?.calls ?? {}).filter(({ state }) => state === "queued" || state === "offered");
  return rows.toSorted(
    (one, other) =>
      laneRank(one) - laneRank(other) ||
      Number(other.place?.promoted ?? false) - Number(one.place?.promoted ?? false) ||
      turn(one) - turn(other) ||
      waitsSince(one) - waitsSince(other),
  );
}

const laneRank = ({ place }: CallRow): number => lanes.indexOf(place?.lane ?? "express");

/** From when the wait counts (ms): earlier than the arrival for one who gave up and dialled again. */
const waitsSince = ({ place, arrivedAt }: CallRow): number => Math.min(place?.since ?? arrivedAt, arrivedAt);

/** How many times the usual number of calls came in ten minutes; null: not known, or nothing unusual. */
export function timesUsual({ callsLast10Minutes, usualPer10Minutes }: Room): number | null {
  if (usualPer10Minutes === null || usualPer10Minutes <= 0) return null;
  const times = callsLast10Minutes / usualPer10Minutes;
  return times < 1.5 ? null : Math.round(times);
}

/** How full the wait until the promotion is, 0–1; null: this caller is promoted already or never. */
export function promotionShare({ place }: CallRow, now: number): number | null {
  if (place === null || place.lane !== "waiting" || place.promoted || place.promotesAt === null) return null;
  const whole = place.promotesAt - place.since;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now - place.since) / whole));
}
