import type { CallRow, DeskRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useBoard } from "../live/live-store.ts";
import { Elapsed } from "../parts/elapsed.tsx";
import { Nothing } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { LaneMark } from "./LaneMark.tsx";
import { type Lane, waitingCalls } from "./room.ts";
import { WaitingRow } from "./WaitingRow.tsx";

/** One lane: how many wait, the longest wait, who they are, and when a desk rings for them. */
export function LanePanel({ lane }: { readonly lane: Lane }): JSX.Element {
  const text = useText("lanes");
  const board = useBoard();
  const rows = waitingCalls(board).filter(({ place }) => (place?.lane ?? "express") === lane);
  const since = board?.room?.lanes[lane].longestSince ?? null;
  return (
    <section className="panel grow lane-panel" data-testid={`lane-${lane}`}>
      <header>
        <LaneMark lane={lane} />
        <div className="grow">
          <h2>{text(`lane.${lane}`)}</h2>
          <span className="note cut">{text(`lane.${lane}.who`)}</span>
        </div>
        <div className="right">
          <b className="lane-count">{rows.length}</b>
          <div className="note">{since === null ? text("longest.none") : <Longest since={since} />}</div>
        </div>
      </header>
      <LaneRows lane={lane} rows={rows} />
      <p className="lane-foot">
        {lane === "express" && board?.room?.overloaded ? text("lane.express.overloaded") : text(`lane.${lane}.order`)}
      </p>
    </section>
  );
}

function Longest({ since }: { readonly since: number }): JSX.Element {
  const text = useText("lanes");
  return (
    <>
      {text("longest")} <Elapsed since={since} />
    </>
  );
}

function LaneRows({ lane, rows }: { readonly lane: Lane; readonly rows: readonly CallRow[] }): JSX.Element {
  const text = useText("lanes");
  const next = nextDesk(Object.values(useBoard()?.desks ?? {}));
  return (
    <div className="inside" tabIndex={-1}>
      {rows.length === 0 && (
        <Nothing icon="check" title={text("empty")}>
          {lane !== "express" ? "" : next === null ? text("express.no-desk") : text("express.next", { desk: next })}
        </Nothing>
      )}
      <ul>
        {rows.map((call) => (
          <WaitingRow key={call.id} call={call} line={false} />
        ))}
      </ul>
    </div>
  );
}

/** The desk that rings next: the one free for longest. */
function nextDesk(desks: readonly DeskRow[]): string | null {
  const free = desks.filter(
    ({ state, connected, role }) => state === "available" && connected && role !== "supervisor",
  );
  return free.toSorted((one, other) => one.since - other.since)[0]?.deskName ?? null;
}
