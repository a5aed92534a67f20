import type { Room } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useBoard } from "../live/live-store.ts";
import { Panel } from "../parts/panel.tsx";
import { type Text, useText } from "../words/words.ts";
import { isFlood } from "./room.ts";

/** Why somebody waits while somebody is free, or what cannot be done with so few on shift. Nothing on a calm day. */
export function KeptPanel(): JSX.Element | null {
  const text = useText("lanes");
  const room = useBoard()?.room;
  if (!isFlood(room)) return null;
  const alone = room.operators <= 1;
  return (
    <Panel
      title={alone ? text("alone.title") : room.idle > 0 ? text("why.title", { count: room.idle }) : text("kept.title")}
      icon={alone ? "person" : "shield"}
      padded
      whole
      testId="kept"
    >
      <p>{alone ? text("alone") : whyOf(room, text)}</p>
      {room.asksAll && <p className="dim">{text("alone.asks-all")}</p>}
      {!alone && <p className="dim">{text("kept.rule")}</p>}
    </Panel>
  );
}

/** One sentence: what the first of the waiting lane waits for. */
export function whyOf({ heldBack, idle, lanes, kept }: Room, text: Text<"lanes">): string {
  if (heldBack !== null) return text(`why.${heldBack}`, { idle, waiting: lanes.waiting.waiting, kept: kept.waiting });
  return idle === 0 ? text("why.nobody-free") : text("why.nothing-held");
}
