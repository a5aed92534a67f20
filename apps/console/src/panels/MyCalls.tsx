import type { CallRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useSeat } from "../frame/use-desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Nothing, Panel } from "../parts/panel.tsx";
import { durationText, shortClockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { ReviewKeys } from "./ReviewKeys.tsx";

/** My last calls, so that a class can still be put right. */
export function MyCalls(): JSX.Element {
  const text = useText("my-calls");
  const { me } = useSeat();
  const rows = Object.values(useBoard()?.calls ?? {})
    .filter(({ desk, state }) => state === "ended" && desk !== null && desk === me.desk)
    .toSorted((a, b) => b.arrivedAt - a.arrivedAt)
    .slice(0, 8);
  return (
    <Panel title={text("title")} icon="history" note={text("note")} testId="my-calls">
      {rows.length === 0 && <Nothing icon="history" title={text("none")} />}
      <ul>
        {rows.map((row) => (
          <MyCallLine key={row.id} row={row} />
        ))}
      </ul>
    </Panel>
  );
}

function MyCallLine({ row }: { readonly row: CallRow }): JSX.Element {
  const facts = useText("facts");
  const talked = row.answeredAt === null || row.endedAt === null ? null : row.endedAt - row.answeredAt;
  return (
    <li className="my-call" data-testid={`my-call-${row.id}`}>
      <span className="dim">{shortClockText(row.arrivedAt)}</span>
      <span className="cut">{row.number ?? facts("withheld")}</span>
      <ReviewKeys call={row.id} classification={row.classification} />
      <span className="right">{talked === null ? "–" : durationText(talked)}</span>
    </li>
  );
}
