import type { CallbackRow } from "@siaga/contracts/live";
import { type JSX, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

const results = ["reached", "unreachable", "not-needed"] as const;

/** What this window dialled last: a call-back may fail before the live view ever showed it dialling. */
let lastDialled: string | null = null;

async function dial(callback: string): Promise<void> {
  lastDialled = callback;
  const called = await callRoute("dialCallback", { params: { call: callback } });
  if (!called.ok) say(called.refusal.sentence);
}

async function close(callback: string, reason: (typeof results)[number]): Promise<void> {
  const called = await callRoute("closeCallback", { params: { call: callback }, body: { reason } });
  if (!called.ok) say(called.refusal.sentence);
}

/** Callers we lost, the longest lost first. B dials the first; a result closes the row. */
export function CallbackPanel(): JSX.Element {
  const text = useText("callbacks");
  const rows = Object.values(useBoard()?.callbacks ?? {}).toSorted((a, b) => a.openedAt - b.openedAt);
  const [chosen, setChosen] = useState<string | null>(null);
  useSayWhenOver(rows);
  const first = rows.find(({ id }) => id === chosen) ?? rows[0];
  useKeyAction("call-back", () => {
    if (first !== undefined && first.dialling === null) void dial(first.id);
  });
  return (
    <Panel
      title={text("title")}
      icon="outgoing"
      note={text("note")}
      corner={<span className="count warn">{rows.length}</span>}
      testId="callbacks"
    >
      {rows.length === 0 && <Nothing icon="check" title={text("none")} />}
      <ul>
        {rows.map((row) => (
          <CallbackLine key={row.id} row={row} chosen={row.id === first?.id} onChoose={() => setChosen(row.id)} />
        ))}
      </ul>
    </Panel>
  );
}

/** A call-back that ended (also one that never got through) is said once: its result is still to be noted. */
function useSayWhenOver(rows: readonly CallbackRow[]): void {
  const text = useText("callbacks");
  const { me } = useSeat();
  const dialled = useRef<string | null>(null);
  const attempts = useRef(new Map<string, number>());
  useEffect(() => {
    for (const { id, attempts: now, dialling } of rows) {
      const more = now > (attempts.current.get(id) ?? now);
      if (dialling?.desk === me.desk || (more && lastDialled === id)) dialled.current = id;
      if (dialling === null && dialled.current === id) {
        dialled.current = null;
        say(text("dial-ended", { count: now }));
      }
      attempts.current.set(id, now);
    }
  }, [rows, me.desk, text]);
}

type CallbackLineProps = { readonly row: CallbackRow; readonly chosen: boolean; readonly onChoose: () => void };

function CallbackLine({ row, chosen, onChoose }: CallbackLineProps): JSX.Element {
  const text = useText("callbacks");
  const facts = useText("facts");
  const handleKey = (event: KeyboardEvent): void => {
    // The row's own buttons keep their keys.
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
    // Space would scroll the list.
    event.preventDefault();
    onChoose();
  };
  return (
    <li
      className={chosen ? "waiting chosen" : "waiting"}
      tabIndex={0}
      aria-current={chosen}
      onClick={onChoose}
      onKeyDown={handleKey}
      data-testid={`callback-${row.id}`}
    >
      <span className="lane warn">
        <Icon name="outgoing" />
      </span>
      <b className="cut">{row.number ?? facts("withheld")}</b>
      <b className="time">
        <Elapsed since={row.openedAt} />
      </b>
      <span className="why">
        {row.genuine > 0 ? `${facts("genuine", { count: row.genuine })} · ` : ""}
        {text(`because.${row.because}`)} · {text("attempts", { count: row.attempts })}
      </span>
      {chosen && <CallbackActions row={row} />}
    </li>
  );
}

function CallbackActions({ row }: { readonly row: CallbackRow }): JSX.Element {
  const text = useText("callbacks");
  const { view } = useSeat();
  const free = view?.state === "available" || view?.state === "not-ready";
  return (
    <span className="row-actions">
      {row.dialling === null && row.number !== null && (
        <Button
          look="primary"
          keyCap="B"
          disabled={!free}
          onPress={() => void dial(row.id)}
          testId={`call-back-${row.id}`}
        >
          {text("dial")}
        </Button>
      )}
      {row.dialling !== null && <em>{text("dialling")}</em>}
      {results.map((reason) => (
        <Button
          key={reason}
          look="quiet"
          disabled={row.dialling !== null}
          onPress={() => void close(row.id, reason)}
          testId={`callback-${reason}-${row.id}`}
        >
          {text(`result.${reason}`)}
        </Button>
      ))}
    </span>
  );
}
