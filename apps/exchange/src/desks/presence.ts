import type { DeskClaims } from "@siaga/contracts/desk-link";
import type { DeskId, Duration } from "@siaga/core";
import type { Elapsed } from "../clock.ts";
import { type Desk, type Desks, isConnected } from "./desk.ts";

/** Desks that come and go. A desk that vanishes while ringing is told within two seconds. */
export interface Presence {
  /** Looks again at one desk, after something about it changed. */
  look(desk: Desk): void;
  connected(): readonly DeskId[];
  close(): void;
}

export type PresenceOptions = {
  readonly desks: Desks;
  readonly elapsed: Elapsed;
  /** ms */ readonly silence: Duration;
  readonly onConnected: (claims: DeskClaims) => void;
  readonly onVanished: (desk: DeskId) => void;
};

export function openPresence({ desks, elapsed, silence, onConnected, onVanished }: PresenceOptions): Presence {
  const look = (desk: Desk): void => {
    const connected = desk.claims !== null && isConnected(desk, elapsed(), silence);
    if (connected === desk.connected) return;
    desk.connected = connected;
    if (connected && desk.claims) onConnected(desk.claims);
    else onVanished(desk.id);
  };
  const watch = setInterval(() => {
    for (const desk of desks.all()) look(desk);
  }, 250);
  return {
    look,
    connected: () => [...desks.all()].filter((desk) => desk.connected).map(({ id }) => id),
    close: () => clearInterval(watch),
  };
}
