import type { DispatchRow } from "@siaga/contracts/live";
import { type JSX, useEffect, useState } from "react";
import { useSeat } from "../frame/use-desk-view.ts";
import { IncidentDetail } from "../incidents/IncidentDetail.tsx";
import { incidentName, placeOf, useTypeNameOf } from "../incidents/IncidentTable.tsx";
import { useBoard } from "../live/live-store.ts";
import { DispatchChip, PriorityChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { soundDispatch } from "../softphone/sounds.ts";
import { useText } from "../words/words.ts";
import { DispatchSteps } from "./DispatchSteps.tsx";
import { needsAnswer, sortDispatches } from "./dispatch-order.ts";

/** An agency's desk: what was sent to us, accept or decline, then unit by unit to the end. */
export function AgencyScreen(): JSX.Element {
  const text = useText("agency");
  const { me } = useSeat();
  const board = useBoard();
  const rows = sortDispatches(
    Object.values(board?.dispatches ?? {}).filter(({ agency }) => agency === me.agency),
    board,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = rows.find(({ id }) => id === chosen) ?? rows[0];
  useIncomingSound(rows.some(needsAnswer));
  useStepping(rows, shown, setChosen);
  return (
    <div className="agency-body">
      <Panel
        title={text("title")}
        icon="list"
        note={text("count", { count: rows.length })}
        grow
        testId="agency-dispatches"
      >
        {rows.length === 0 && (
          <Nothing icon="check" title={text("none")}>
            {text("none.hint")}
          </Nothing>
        )}
        <ul>
          {rows.map((row) => (
            <DispatchLine key={row.id} row={row} chosen={row.id === shown?.id} onChoose={() => setChosen(row.id)} />
          ))}
        </ul>
      </Panel>
      {shown === undefined ? (
        <Panel title={text("detail")} icon="note" grow>
          <Nothing icon="building" title={text("waiting")}>
            {text("waiting.hint")}
          </Nothing>
        </Panel>
      ) : (
        <div className="stack grow" key={shown.id}>
          <DispatchSteps row={shown} />
          <IncidentDetail incident={shown.incident} />
        </div>
      )}
    </div>
  );
}

/** Two falling tones, again every six seconds, until nothing waits for an answer. */
function useIncomingSound(waiting: boolean): void {
  useEffect(() => {
    if (!waiting) return;
    soundDispatch();
    const timer = setInterval(soundDispatch, 6_000);
    return () => clearInterval(timer);
  }, [waiting]);
}

/** Arrow keys walk the list; the view never moves by itself. */
function useStepping(
  rows: readonly DispatchRow[],
  shown: DispatchRow | undefined,
  onChoose: (id: string) => void,
): void {
  useEffect(() => {
    const handleKey = ({ key, target }: KeyboardEvent): void => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const at = rows.findIndex(({ id }) => id === shown?.id);
      const next = key === "ArrowDown" ? rows[at + 1] : key === "ArrowUp" ? rows[at - 1] : undefined;
      if (next !== undefined) onChoose(next.id);
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [rows, shown, onChoose]);
}

type DispatchLineProps = { readonly row: DispatchRow; readonly chosen: boolean; readonly onChoose: () => void };

function DispatchLine({ row, chosen, onChoose }: DispatchLineProps): JSX.Element {
  const nameOf = useTypeNameOf();
  const incident = useBoard()?.incidents[row.incident];
  return (
    <li>
      <button
        type="button"
        className={chosen ? "dispatch-line chosen" : "dispatch-line"}
        aria-current={chosen}
        onClick={onChoose}
        data-testid={`dispatch-line-${row.id}`}
        data-state={row.state}
      >
        <span className="chips">
          {incident !== undefined && <PriorityChip priority={incident.priority} />}
          <b>{incident === undefined ? "" : incidentName(incident.number)}</b>
          <span className="spring" />
          <DispatchChip state={row.state}>
            <Elapsed since={row.since} />
          </DispatchChip>
        </span>
        <b className="lead cut">{incident === undefined ? "" : nameOf(incident)}</b>
        <span className="muted cut">{incident === undefined ? "" : placeOf(incident)}</span>
      </button>
    </li>
  );
}
