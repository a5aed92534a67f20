import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { DesksPanel } from "../panels/DesksPanel.tsx";
import { BulletinPanel } from "../bulletin/BulletinPanel.tsx";
import { KeptPanel } from "../lanes/KeptPanel.tsx";
import { isFlood, waitingCalls } from "../lanes/room.ts";
import { SurgeLine } from "../lanes/SurgeLine.tsx";
import { QueuePanel } from "../panels/QueuePanel.tsx";
import { AgencyClock } from "../incidents/AgencyClock.tsx";
import { incidentName, openIncidents } from "../incidents/IncidentTable.tsx";
import { useBoard } from "../live/live-store.ts";
import { Elapsed } from "../parts/elapsed.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { FigureTile } from "./FigureTile.tsx";
import { LinesPanel } from "./LinesPanel.tsx";
import { OutcomePanel } from "./OutcomePanel.tsx";
import { ReviewPanel } from "./ReviewPanel.tsx";

/** The room at a glance: who waits, who speaks, what is open, what must still be named. */
export function FloorScreen(): JSX.Element {
  const text = useText("floor");
  const board = useBoard();
  const figures = board?.figures;
  const waiting = waitingCalls(board);
  const since = figures?.longestWaitSince ?? null;
  return (
    <div className="floor-body">
      <SurgeLine />
      <div className="tiles">
        <FigureTile
          testId="figure-waiting"
          icon="list"
          label={text("waiting")}
          figure={figures?.waiting ?? "–"}
          tone={waiting.some(({ overdue }) => overdue) ? "crit" : "calm"}
          note={waiting.some(({ overdue }) => overdue) ? text("overdue") : <Waiting />}
        />
        <FigureTile
          testId="figure-longest"
          icon="clock"
          label={text("longest")}
          figure={since === null ? "–" : <Elapsed since={since} />}
          tone="calm"
          note={text("longest.note")}
        />
        <FigureTile
          testId="figure-incoming"
          icon="incoming"
          label={text("incoming")}
          figure={figures?.incoming ?? "–"}
          tone="calm"
          note={text("incoming.note", { open: figures?.open ?? 0 })}
        />
        <FigureTile
          testId="figure-incidents"
          icon="warning"
          label={text("incidents")}
          figure={openIncidents(board).length}
          tone="calm"
          note={text("incidents.note")}
        />
      </div>
      <div className="floor-columns">
        <div className="stack">
          <DesksPanel
            corner={
              <Link to="/wall" data-testid="to-wall">
                {text("wall")}
              </Link>
            }
          />
          <KeptPanel />
          <QueuePanel />
        </div>
        <div className="stack">
          <DispatchPanel />
          <LinesPanel />
        </div>
        <div className="stack">
          <BulletinPanel />
          <ReviewPanel />
          <OutcomePanel />
        </div>
      </div>
    </div>
  );
}

/** How many wait in each lane in a flood. */
function Waiting(): JSX.Element {
  const text = useText("floor");
  const room = useBoard()?.room;
  if (!isFlood(room)) return <>{text("waiting.note")}</>;
  const { express, claim, waiting } = room.lanes;
  return <>{text("waiting.lanes", { express: express.waiting, claim: claim.waiting, waiting: waiting.waiting })}</>;
}

/** Agencies that have work of ours, the unanswered first. */
function DispatchPanel(): JSX.Element {
  const text = useText("floor");
  const board = useBoard();
  const aboutOf = (id: string): string => {
    const incident = board?.incidents[id];
    return incident === undefined ? "" : `${incidentName(incident.number)} ${incident.incidentTypeName}`;
  };
  const rows = Object.values(board?.dispatches ?? {})
    .filter(({ state }) => state !== "cleared")
    .toSorted((a, b) => a.since - b.since);
  return (
    <Panel title={text("dispatches")} icon="truck" note={text("dispatches.note", { count: rows.length })} grow>
      {rows.length === 0 && <Nothing icon="check" title={text("dispatches.none")} />}
      <ul>
        {rows.map((row) => (
          <AgencyClock key={row.id} row={row} about={aboutOf(row.incident)} />
        ))}
      </ul>
    </Panel>
  );
}
