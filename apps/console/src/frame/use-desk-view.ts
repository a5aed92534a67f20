import type { Me } from "@siaga/contracts/http";
import { createContext, useContext, useEffect, useState } from "react";
import { type DeskView, viewDesk } from "../desk/desk-view.ts";
import { useLive } from "../live/live-store.ts";
import { useHeadsetChecked } from "../softphone/headset-checked.ts";
import { useSoftphone } from "../softphone/softphone.ts";

/** This account's desk right now; null for accounts without one. */
export function useDeskView(me: Me): DeskView | null {
  const live = useLive();
  const { standing } = useSoftphone();
  useTickWhile(live.lostAt !== null && standing.ended !== null);
  const checked = useHeadsetChecked(me.desk);
  if (me.desk === null) return null;
  const view = viewDesk(me.desk, live.board, standing, live.lostAt === null, Date.now());
  return view.state === "not-ready" && !checked ? { state: "headset-check", since: view.since } : view;
}

/** Reads the clock once a second only while something on screen ends by time alone. */
function useTickWhile(wanted: boolean): void {
  const [, setTicks] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => setTicks((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, [wanted]);
}

/** What every staff screen may ask: who sits here, and what the desk is doing. */
export type Seat = { readonly me: Me; readonly view: DeskView | null };
const SeatContext = createContext<Seat | null>(null);
export const SeatProvider = SeatContext.Provider;

export function useSeat(): Seat {
  const seat = useContext(SeatContext);
  if (seat === null) throw new Error("useSeat outside the signed-in frame");
  return seat;
}

export const isBusy = (view: DeskView | null): boolean => view?.state === "on-call" || view?.state === "calling-back";
