import type { Board, CallRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useSeat } from "../frame/use-desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Chip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

/** Calls nobody speaks with yet, the longest wait first. */
export function waitingCalls(board: Board | null): readonly CallRow[] {
  const rows = Object.values(board?.calls ?? {}).filter(({ state }) => state === "queued" || state === "offered");
  return rows.toSorted((a, b) => a.arrivedAt - b.arrivedAt);
}

export function QueuePanel(): JSX.Element {
  const text = useText("queue");
  const board = useBoard();
  const { view } = useSeat();
  const inHand = view?.state === "on-call" || view?.state === "wrap-up" ? view.call.id : null;
  const waiting = waitingCalls(board).filter(({ id }) => id !== inHand);
  return (
    <Panel
      title={text("title")}
      icon="list"
      note={waiting.length > 0 ? text("waiting", { count: waiting.length }) : ""}
      testId="queue"
    >
      {waiting.length === 0 && (
        <Nothing icon="check" title={text("nobody")}>
          {text("nobody.hint")}
        </Nothing>
      )}
      <ul>
        {waiting.map((call) => (
          <WaitingRow key={call.id} call={call} />
        ))}
      </ul>
    </Panel>
  );
}

function WaitingRow({ call }: { readonly call: CallRow }): JSX.Element {
  const text = useText("queue");
  const facts = useText("facts");
  const board = useBoard();
  const desks = call.offeredTo.map((desk) => board?.desks[desk]?.deskName ?? desk).join(", ");
  return (
    <li className="waiting" data-testid={`waiting-${call.id}`}>
      <span className={call.overdue ? "lane overdue" : "lane"}>
        <Icon name={call.overdue ? "warning" : "hourglass"} />
      </span>
      <b className="cut">{call.number ?? facts("withheld")}</b>
      <b className="time">
        <Elapsed since={call.arrivedAt} />
      </b>
      <span className="why cut">
        {call.test && <Chip tone="warn">{facts("test")}</Chip>}{" "}
        {call.overdue ? text("overdue") : desks !== "" ? text("offered", { desks }) : text("in-queue")} ·{" "}
        {call.lineName}
      </span>
    </li>
  );
}
