import type { JSX } from "react";
import { openIncidents } from "../incidents/IncidentTable.tsx";
import { whyOf } from "../lanes/KeptPanel.tsx";
import { LaneMark } from "../lanes/LaneMark.tsx";
import { isFlood, lanes } from "../lanes/room.ts";
import { SurgeLine } from "../lanes/SurgeLine.tsx";
import { useBoard } from "../live/live-store.ts";
import { DeskChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import { WallTile } from "./WallTile.tsx";

/** For the wall, read from four metres: who waits in which lane, who is at the desks, why somebody is kept free. */
export function WallScreen(): JSX.Element {
  const text = useText("wall");
  const board = useBoard();
  const figures = board?.figures;
  const since = figures?.longestWaitSince ?? null;
  const overdue = Object.values(board?.calls ?? {}).some((call) => call.overdue && call.state !== "ended");
  return (
    <div className="wall-body" data-testid="wall">
      <SurgeLine />
      <div className="wall-tiles">
        <WallTile label={text("waiting")} figure={figures?.waiting ?? "–"} crit={overdue} testId="wall-waiting">
          {overdue ? text("overdue") : text("waiting.note")}
        </WallTile>
        <WallTile
          label={text("longest")}
          figure={since === null ? "–" : <Elapsed since={since} />}
          testId="wall-longest"
        >
          {text("longest.note")}
        </WallTile>
        <WallTile label={text("lately")} figure={board?.room?.callsLast10Minutes ?? "–"} testId="wall-lately">
          {board?.room?.usualPer10Minutes == null
            ? text("usual.unknown")
            : text("usual", { count: board.room.usualPer10Minutes })}
        </WallTile>
        <WallTile
          label={text("callbacks")}
          figure={board === null ? "–" : Object.keys(board.callbacks).length}
          testId="wall-callbacks"
        >
          {text("incidents", { count: openIncidents(board).length })}
        </WallTile>
      </div>
      <div className="wall-columns">
        <WallLanes />
        <WallDesks />
      </div>
    </div>
  );
}

function WallLanes(): JSX.Element {
  const text = useText("lanes");
  const room = useBoard()?.room;
  return (
    <section className="panel" aria-label={text("title")}>
      <ul className="wall-lanes">
        {lanes.map((lane) => (
          <li key={lane} data-testid={`wall-lane-${lane}`}>
            <LaneMark lane={lane} />
            <span>{text(`lane.${lane}`)}</span>
            <b>{room?.lanes[lane].waiting ?? "–"}</b>
            <span className="muted right">
              {room?.lanes[lane].longestSince == null ? "" : <Elapsed since={room.lanes[lane].longestSince} />}
            </span>
          </li>
        ))}
      </ul>
      {isFlood(room) && (
        <p className="wall-why" data-testid="wall-why">
          <Icon name="shield" /> {room.operators <= 1 ? text("alone.title") : whyOf(room, text)}
        </p>
      )}
    </section>
  );
}

function WallDesks(): JSX.Element {
  const text = useText("desks");
  const rows = Object.values(useBoard()?.desks ?? {}).toSorted((a, b) =>
    a.deskName.localeCompare(b.deskName, "id", { numeric: true }),
  );
  return (
    <section className="panel wall-desks" aria-label={text("title")}>
      {rows.length === 0 && <p className="wall-why">{text("none")}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.desk}>
            <b>{row.deskName}</b>
            <span className="muted cut">{row.operatorName}</span>
            <DeskChip row={row}>
              <Elapsed since={row.since} />
            </DeskChip>
          </li>
        ))}
      </ul>
    </section>
  );
}
