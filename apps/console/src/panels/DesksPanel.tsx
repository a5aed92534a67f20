import type { JSX, ReactNode } from "react";
import { useBoard } from "../live/live-store.ts";
import { DeskChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

/** Who sits where and since when. No ranking of people. */
export function DesksPanel({ corner }: { readonly corner?: ReactNode }): JSX.Element {
  const text = useText("desks");
  const rows = Object.values(useBoard()?.desks ?? {}).toSorted((a, b) =>
    a.deskName.localeCompare(b.deskName, "id", { numeric: true }),
  );
  return (
    <Panel
      title={text("title")}
      icon="people"
      note={text("note", { count: rows.length })}
      corner={corner}
      testId="desks"
    >
      {rows.length === 0 && <Nothing icon="people" title={text("none")} />}
      <ul>
        {rows.map((row) => (
          <li key={row.desk} className="desk-line" data-testid={`desk-${row.desk}`} data-state={row.state}>
            <b>{row.deskName}</b>
            <span className="muted cut">{row.operatorName}</span>
            <DeskChip row={row}>
              <Elapsed since={row.since} />
            </DeskChip>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
