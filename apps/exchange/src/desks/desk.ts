import type { DeskClaims, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskId, Duration } from "@siaga/core";

/** A desk's WebSocket. */
export interface DeskSocket {
  send(message: ToDesk): void;
  close(code: number, reason: string): void;
}

/** Where a desk stands here. Times are of the steady clock (ms); -Infinity means never. */
export type Desk = {
  readonly id: DeskId;
  /** Whoever owns the desk: the newest claim. Null while the desk was only rung, never connected. */
  claims: DeskClaims | null;
  socket: DeskSocket | null;
  /** The claim whose PeerConnection the media leg is; another one's data channel is not listened to. */
  mediaClaim: string | null;
  mediaUp: boolean;
  /** Counts offers, so that only the newest one's failure is noticed. */
  offers: number;
  /** The offer whose connection came up last. */
  upFor: number;
  beats: { socket: Duration; channel: Duration };
  /** Told as connected. */
  connected: boolean;
  /** By its operator, for the conversation in hand. */
  muted: boolean;
};

export const never = Number.NEGATIVE_INFINITY;

export interface Desks {
  of(desk: DeskId): Desk;
  find(desk: DeskId): Desk | null;
  all(): Iterable<Desk>;
}

export function openDeskList(): Desks {
  const desks = new Map<DeskId, Desk>();
  return {
    of(id) {
      const known = desks.get(id);
      if (known) return known;
      const desk: Desk = {
        id,
        claims: null,
        socket: null,
        mediaClaim: null,
        mediaUp: false,
        offers: 0,
        upFor: 0,
        beats: { socket: never, channel: never },
        connected: false,
        muted: false,
      };
      desks.set(id, desk);
      return desk;
    },
    find: (id) => desks.get(id) ?? null,
    all: () => desks.values(),
  };
}

/** Its audio stands and it was heard on either path lately. */
export const isConnected = (desk: Desk, now: Duration, silence: Duration): boolean =>
  desk.mediaUp && now - Math.max(desk.beats.socket, desk.beats.channel) < silence;
