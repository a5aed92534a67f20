import type { JSX } from "react";
import { useBoard } from "../live/live-store.ts";
import { Icon } from "../parts/icon.tsx";
import { shortClockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { isFlood, timesUsual } from "./room.ts";

/** In a surge: how many times the usual, since when, and what holds for every caller. Nothing on a calm day. */
export function SurgeLine(): JSX.Element | null {
  const text = useText("lanes");
  const room = useBoard()?.room;
  if (!isFlood(room)) return null;
  const times = timesUsual(room);
  const time = shortClockText(room.surge?.since ?? 0);
  return (
    <p className="surge-line" data-testid="surge">
      <Icon name="surge" large />
      <span>
        <b>{times === null ? text("surge.since", { time }) : text("surge.times", { times, time })}</b>{" "}
        {text("surge.rule")} {room.answeredByAll && text("surge.answered-by-all")}
      </span>
    </p>
  );
}
