import type { Me } from "@siaga/contracts/http";
import { type JSX, type ReactNode, useEffect } from "react";
import { retryPendingSaves } from "../api/pending-saves.ts";
import { CallBar } from "../desk/CallBar.tsx";
import { callInHand } from "../desk/desk-view.ts";
import { KeyStrip } from "../desk/KeyStrip.tsx";
import { useDeskKeys } from "../keys/use-keys.ts";
import { openLive, useBoard, useLive } from "../live/live-store.ts";
import { losePlace, resumeDesk } from "../softphone/desk-session.ts";
import { useParkAsked } from "../park/park-asked.ts";
import { wear } from "../theme/theme.ts";
import { PartyStrip } from "../parties/PartyStrip.tsx";
import { useText } from "../words/words.ts";
import { CheatSheet } from "./CheatSheet.tsx";
import { Rail } from "./Rail.tsx";
import { endSession } from "./session-over.ts";
import { Strips } from "./Strips.tsx";
import { isBusy, SeatProvider, useDeskView } from "./use-desk-view.ts";
import { useSignOutAgain } from "./use-sign-out.ts";

/** Everything around a signed-in screen: rail, call bar, strips, the screen, the keys. */
export function Frame({ me, children }: { readonly me: Me; readonly children: ReactNode }): JSX.Element {
  const view = useDeskView(me);
  const text = useText("frame");
  useEffect(() => openLive(endSession), []);
  useEffect(() => void resumeDesk(me), [me]);
  const asked = useParkAsked(view, useBoard());
  useDeskKeys(asked === null ? (view?.state ?? null) : "asked-to-park", callInHand(view));
  useAskBeforeLeaving(isBusy(view));
  useSignOutAgain(me, isBusy(view));
  useRetries();
  usePlace(me);
  useThemeAtRest(isBusy(view) || view?.state === "ringing");
  return (
    <SeatProvider value={{ me, view }}>
      <div className={view === null ? "frame" : "frame with-desk"}>
        <Rail />
        {view !== null && <CallBar view={view} />}
        <div className="under-bar">
          {view !== null && <PartyStrip view={view} />}
          <Strips />
        </div>
        <div className="screen" role="main" aria-label={text("main")}>
          {children}
        </div>
        {view !== null && <KeyStrip view={view} />}
        <CheatSheet />
      </div>
    </SeatProvider>
  );
}

/** Closing the tab in a conversation asks first: the call itself would go on without a voice. */
function useAskBeforeLeaving(busy: boolean): void {
  useEffect(() => {
    if (!busy) return;
    const handleLeave = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", handleLeave);
    return () => window.removeEventListener("beforeunload", handleLeave);
  }, [busy]);
}

/** What was saved without a centre is tried again when it is heard, and every 5 s. */
function useRetries(): void {
  const { lostAt } = useLive();
  const heard = lostAt === null;
  useEffect(() => {
    void retryPendingSaves();
    const timer = setInterval(() => void retryPendingSaves(), 5_000);
    return () => clearInterval(timer);
  }, [heard]);
}

function useThemeAtRest(busy: boolean): void {
  useEffect(() => {
    if (busy) return;
    wear(Date.now());
    const timer = setInterval(() => wear(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, [busy]);
}

/** A desk missing from the board for 3 s is no longer ours: back to choosing one. */
function usePlace(me: Me): void {
  const { board, lostAt } = useLive();
  const gone = me.desk !== null && board !== null && lostAt === null && board.desks[me.desk]?.operator !== me.operator;
  useEffect(() => {
    if (!gone) return;
    const timer = setTimeout(() => losePlace(me), 3_000);
    return () => clearTimeout(timer);
  }, [gone, me]);
}
