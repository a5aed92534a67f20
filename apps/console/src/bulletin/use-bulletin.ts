import type { Room } from "@siaga/contracts/live";
import { useEffect, useSyncExternalStore } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { digitMode, setDigitMode, useKeyAction, watchDigitMode } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";

type Bulletin = {
  readonly open: Room["bulletin"];
  readonly worth: Room["worthBulletin"];
  /** The key was pressed once; Enter does it, Esc or any other key does not. */
  readonly asking: boolean;
  ask(): void;
  confirm(): void;
};

/** The open bulletin, or the incident worth one, for whoever works in the room; I and Enter announce or close it. */
export function useBulletin(): Bulletin {
  const room = useBoard()?.room;
  const { me } = useSeat();
  const asking = useSyncExternalStore(watchDigitMode, digitMode) === "confirm";
  const may = me.mayTakeCalls;
  const open = may ? (room?.bulletin ?? null) : null;
  const worth = may ? (room?.worthBulletin ?? null) : null;
  const incident = (open ?? worth)?.incident ?? null;
  // What was asked about one incident is never confirmed for another, or by an Enter long after.
  useEffect(() => () => void (digitMode() === "confirm" && setDigitMode("none")), [incident]);
  const ask = (): void => {
    if (incident !== null) setDigitMode(digitMode() === "confirm" ? "none" : "confirm");
  };
  const confirm = (): void => {
    setDigitMode("none");
    if (incident !== null) void change(incident, open === null);
  };
  useKeyAction("bulletin", ask);
  useKeyAction("confirm", confirm);
  return { open, worth, asking, ask, confirm };
}

export const cancelBulletin = (): void => setDigitMode("none");

async function change(incident: string, announce: boolean): Promise<void> {
  const called = await callRoute(announce ? "openBulletin" : "closeBulletin", { params: { incident } });
  if (!called.ok) say(called.refusal.sentence);
}
