import type { JSX } from "react";
import { useSeat } from "../frame/use-desk-view.ts";
import { waitingCalls } from "../lanes/room.ts";
import { WaitingRow } from "../lanes/WaitingRow.tsx";
import { useBoard } from "../live/live-store.ts";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

/** Who waits, in the order of lanes. */
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
