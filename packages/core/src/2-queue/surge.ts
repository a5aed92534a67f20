import { rateNow, type TriageParameters } from "#admission";
import type { Instant } from "#kernel";
import type { CentreState } from "../state.ts";
import { startTimer, stopTimer, surgeTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { tellBulletin } from "./bulletin.ts";
import { askWaiting } from "./challenge.ts";
import { leftWaiting, triageOf } from "./line.ts";
import { promoteWaiting } from "./promotion.ts";

/** Calls come so fast that, at this length each, more operators would be busy than `busyAbove`. */
const comesFast = (state: CentreState, at: Instant, { surge, memory }: TriageParameters): boolean =>
  rateNow(state.triage.pressure.all, at, memory.allCalls) * surge.busySeconds > surge.busyAbove;

/** A surge begins when somebody is left waiting, or calls come faster than the room is made for. */
export function noticeSurge(turn: Turn): void {
  const triage = triageOf(turn.state);
  if (triage === null || turn.state.triage.surge !== null) return;
  if (!leftWaiting(turn.state) && !comesFast(turn.state, turn.at, triage)) return;
  turn.emit({ type: "surge.began" });
  startTimer(turn, surgeTimer(turn.at));
}

/** It ends when it has had no reason for a while. Until then the line is looked at again and again. */
export function reviewSurge(turn: Turn): void {
  const triage = triageOf(turn.state);
  const { surge, pressure } = turn.state.triage;
  if (surge === null) return stopTimer(turn, "surge");
  if (triage === null) return turn.emit({ type: "surge.ended" });
  promoteWaiting(turn);
  tellBulletin(turn);
  // An operator left, or an announcement ended: who waited then may be asked now.
  askWaiting(turn, turn.state.waiting);
  // The rate only fades: when it last was a reason follows from what it is now.
  const { busySeconds, busyAbove, lasts } = triage.surge;
  const over = Math.log(Math.max((pressure.all.perSecond * busySeconds) / busyAbove, 1e-9));
  const fastUntil = pressure.all.at + over * triage.memory.allCalls;
  const reasonAt = leftWaiting(turn.state) ? turn.at : Math.max(surge.pressedAt, fastUntil);
  if (turn.at - reasonAt >= lasts) turn.emit({ type: "surge.ended" });
  else startTimer(turn, surgeTimer(turn.at));
}
