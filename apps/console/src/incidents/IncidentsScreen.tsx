import { useNavigate, useSearch } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { SendMore } from "../desk/SavedIncident.tsx";
import { useSeat } from "../frame/use-desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { IncidentDetail } from "./IncidentDetail.tsx";
import { IncidentTable, openIncidents } from "./IncidentTable.tsx";

/** All incidents: the open ones by urgency, the closed ones by time; one of them in full. */
export function IncidentsScreen(): JSX.Element {
  const text = useText("incidents");
  const { me } = useSeat();
  const board = useBoard();
  const navigate = useNavigate();
  const { incident } = useSearch({ from: "/incidents" });
  const [closed, setClosed] = useState(false);
  const rows = closed
    ? Object.values(board?.incidents ?? {})
        .filter(({ state }) => state === "closed")
        .toSorted((a, b) => b.openedAt - a.openedAt)
    : openIncidents(board);
  const chosen = incident ?? rows[0]?.id ?? null;
  const maySend = me.mayTakeCalls && board?.incidents[chosen ?? ""]?.state === "open";
  const handleChoose = (id: string): void => void navigate({ to: "/incidents", search: { incident: id } });
  return (
    <div className={maySend ? "incidents-body three" : "incidents-body"}>
      <Panel
        title={closed ? text("closed.title") : text("open")}
        icon="list"
        note={text("open.note", { count: rows.length })}
        grow
        corner={
          <span className="segments" role="group">
            <button type="button" aria-pressed={!closed} onClick={() => setClosed(false)}>
              {text("open.short")}
            </button>
            <button type="button" aria-pressed={closed} onClick={() => setClosed(true)} data-testid="show-closed">
              {text("closed")}
            </button>
          </span>
        }
      >
        <IncidentTable incidents={rows} chosen={chosen} onChoose={handleChoose} />
      </Panel>
      {chosen === null ? (
        <Panel title={text("detail")} icon="note" grow>
          <Nothing icon="check" title={text("none")} />
        </Panel>
      ) : (
        <IncidentDetail key={chosen} incident={chosen} />
      )}
      {maySend && chosen !== null && <SendMore key={chosen} incident={chosen} />}
    </div>
  );
}
