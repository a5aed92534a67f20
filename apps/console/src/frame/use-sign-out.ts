import type { Me } from "@siaga/contracts/http";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { callRoute } from "../api/call-route.ts";
import { mayRetry } from "../api/pending-list.ts";
import { tellExchange } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { forgetAccount } from "./forget-account.ts";
import { say } from "./notice.ts";

/** Who wants to leave while the centre does not hear it. In this browser, as the session is: a reload goes on with it. */
const place = "siaga.leaving";
const watchers = new Set<() => void>();
const whoLeaves = (): string | null => localStorage.getItem(place);

function become(operator: string | null): void {
  if (operator === null) localStorage.removeItem(place);
  else localStorage.setItem(place, operator);
  for (const watcher of watchers) watcher();
}

/** Stays signed in after all; also whoever has just signed in. */
export const stay = (): void => become(null);

/** This account waits to be signed out. */
export function useLeaving(me: Me): boolean {
  const subscribe = (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  };
  return useSyncExternalStore(subscribe, whoLeaves) === me.operator;
}

/** Signs out. Not heard, it is remembered, so that nobody sits here in this one's name; an empty chair takes a break. */
export function useSignOut(me: Me): () => Promise<void> {
  const text = useText("frame");
  const leave = useLeave();
  return async () => {
    if ((await leave()) !== "away") return;
    become(me.operator);
    if (me.desk !== null) tellExchange({ type: "pause", reason: text("sign-out") });
  };
}

/** One try. `away`: the centre did not hear it. */
function useLeave(): () => Promise<"gone" | "refused" | "away"> {
  const navigate = useNavigate();
  return useCallback(async () => {
    const called = await callRoute("signOut");
    const gone = called.ok || called.status === 401;
    if (!gone && mayRetry(called)) return "away";
    become(null);
    if (!gone) {
      say(called.refusal.sentence);
      return "refused";
    }
    forgetAccount();
    await navigate({ to: "/" });
    return "gone";
  }, [navigate]);
}

/** ms between two tries. */
const again = 3_000;

/** Tries until the centre hears it, and never in the middle of a conversation. */
export function useSignOutAgain(me: Me, busy: boolean): void {
  const leaving = useLeaving(me);
  const leave = useLeave();
  useEffect(() => {
    if (!leaving || busy) return;
    let over = false;
    const tryAgain = async (): Promise<void> => {
      if ((await leave()) === "away" && !over) timer = setTimeout(() => void tryAgain(), again);
    };
    let timer = setTimeout(() => void tryAgain(), again);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [leaving, busy, leave]);
}
