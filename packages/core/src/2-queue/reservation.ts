import type { ReservationParameters } from "#admission";
import type { Lane } from "#kernel";

/**
 * How many operators stay free for those who come before a lane (cutoff priority, Taylor & Templeton 1980;
 * Schaack & Larson 1986): a lane is served only when more than this many are idle.
 */
export type Reservation = {
  readonly express: 0;
  readonly claim: number;
  readonly waiting: number;
  /** Waiting-lane calls in hand at once. */
  readonly waitingCap: number;
};

const nobody: Reservation = { express: 0, claim: 0, waiting: 0, waitingCap: Number.POSITIVE_INFINITY };

/**
 * For any number of operators on shift. With three: express needs one idle, claims two, waiting three.
 * With one operator nobody can be kept free: lanes then only order.
 */
export function reservationFor(operators: number, parameters: ReservationParameters | null): Reservation {
  if (parameters === null || operators <= 1) return nobody;
  const claim = Math.min(operators - 1, Math.ceil(operators / parameters.claimPer));
  const waiting = Math.min(
    operators - 1,
    Math.max(parameters.waitingLeast, Math.ceil(operators / parameters.waitingPer)),
  );
  return {
    express: 0,
    claim,
    waiting: Math.max(claim, waiting),
    waitingCap: Math.max(1, Math.floor(operators / parameters.waitingCapPer)),
  };
}

/** What a lane needs to be served now. */
export type RoomNow = {
  readonly operators: number;
  /** Of those who take calls now: supervisors only where nobody else does. */
  readonly idle: number;
  /** A supervisor is free beside them; they take overdue calls alone. */
  readonly supervisorsIdle: boolean;
  readonly surge: boolean;
  readonly waitingInHand: number;
  readonly reservation: Reservation;
};

/** A promoted call of the waiting lane needs no more idle operators than a claim. */
export function laneServed(lane: Lane, promoted: boolean, room: RoomNow): boolean {
  if (room.idle < 1) return false;
  if (!room.surge || lane === "express") return true;
  if (lane === "claim") return room.idle > room.reservation.claim;
  const kept = promoted ? room.reservation.claim : room.reservation.waiting;
  return room.idle > kept && room.waitingInHand < room.reservation.waitingCap;
}
