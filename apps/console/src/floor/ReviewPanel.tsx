import type { JSX } from "react";
import { ReviewKeys } from "../panels/ReviewKeys.tsx";
import { useBoard } from "../live/live-store.ts";
import { Nothing, Panel } from "../parts/panel.tsx";
import { durationText, shortClockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";

/** *Belum jelas*: wrap-ups that lapsed. Somebody says what the call was, later and in peace. */
export function ReviewPanel(): JSX.Element {
  const text = useText("floor");
  const facts = useText("facts");
  const board = useBoard();
  const rows = Object.values(board?.calls ?? {})
    .filter(({ state, classification }) => state === "ended" && classification === "unclear")
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt);
  return (
    <Panel
      title={text("review")}
      icon="pencil"
      note={text("review.note", { count: board?.figures.unclear ?? rows.length })}
      grow
      testId="review"
    >
      {rows.length === 0 && <Nothing icon="check" title={text("review.none")} />}
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="my-call">
            <span className="dim">{shortClockText(row.arrivedAt)}</span>
            <span className="cut">{row.number ?? facts("withheld")}</span>
            <ReviewKeys call={row.id} classification={row.classification} />
            <span className="right">
              {row.answeredAt === null || row.endedAt === null ? "–" : durationText(row.endedAt - row.answeredAt)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
