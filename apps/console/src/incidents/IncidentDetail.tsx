import { type JSX, useState } from "react";
import { TextInput } from "@mantine/core";
import { callRoute } from "../api/call-route.ts";
import { queries } from "../api/queries.ts";
import { say } from "../frame/notice.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Chip, PriorityChip } from "../parts/chip.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { clockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { AgencyClock } from "./AgencyClock.tsx";
import { CloseIncident } from "./CloseIncident.tsx";
import { dispatchesOf, incidentName, placeOf, useTypeNameOf } from "./IncidentTable.tsx";
import { Timeline } from "./Timeline.tsx";

type IncidentDetailProps = { readonly incident: string; readonly onLeave?: (() => void) | null };

/** One incident: where, what, who was told, and everything that happened, with times. */
export function IncidentDetail({ incident, onLeave = null }: IncidentDetailProps): JSX.Element {
  const text = useText("incidents");
  const board = useBoard();
  const nameOf = useTypeNameOf();
  const row = board?.incidents[incident];
  const leave = onLeave !== null && (
    <Button look="quiet" onPress={onLeave} testId="leave-form">
      {text("leave")}
    </Button>
  );
  if (row === undefined) {
    return (
      <Panel title={text("detail")} icon="note" corner={leave} grow>
        <Nothing icon="info" title={text("gone")} />
      </Panel>
    );
  }
  const dispatches = dispatchesOf(board, incident);
  const version = [
    row.state,
    row.incidentType,
    row.priority,
    row.calls.length,
    ...dispatches.map(({ id, state }) => id + state),
  ].join();
  return (
    <Panel
      title={`${incidentName(row.number)} ${nameOf(row)}`}
      icon="note"
      note={<PriorityChip priority={row.priority} />}
      corner={
        <>
          {row.state === "closed" && <Chip icon="check">{text("closed")}</Chip>}
          {leave}
        </>
      }
      padded
      grow
      testId="incident-detail"
    >
      <dl className="where">
        <dt>{text("place")}</dt>
        <dd>
          <b>{placeOf(row) || text("no-place")}</b> {row.areaName !== null && <span>{row.spoken}</span>}
        </dd>
        <dt>{text("reported")}</dt>
        <dd>
          {clockText(row.openedAt)} · {row.openedBy} ·{" "}
          {row.calls.length > 0 && text("calls", { count: row.calls.length })} {row.callerNumber}
        </dd>
        {row.narrative !== null && (
          <>
            <dt>{text("narrative")}</dt>
            <dd className="narrative">{row.narrative}</dd>
          </>
        )}
      </dl>
      {dispatches.length > 0 && (
        <ul className="clocks" data-testid="agency-clock">
          {dispatches.map((one) => (
            <AgencyClock key={one.id} row={one} />
          ))}
        </ul>
      )}
      <Timeline incident={incident} version={version} />
      {row.state === "open" && <IncidentActions incident={incident} />}
    </Panel>
  );
}

function IncidentActions({ incident }: { readonly incident: string }): JSX.Element | null {
  const text = useText("incidents");
  const { me } = useSeat();
  const [note, setNote] = useState("");
  if (!me.mayTakeCalls) return null;
  const handleNote = async (): Promise<void> => {
    if (note.trim() === "") return;
    const called = await callRoute("noteIncident", { params: { incident }, body: { text: note } });
    if (!called.ok) return say(called.refusal.sentence);
    setNote("");
    await queries.invalidateQueries({ queryKey: ["incident", incident] });
  };
  return (
    <div className="incident-actions">
      <TextInput
        aria-label={text("note")}
        placeholder={text("note.hint")}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        onKeyDown={({ key, ctrlKey }) => key === "Enter" && !ctrlKey && void handleNote()}
        data-testid="note-text"
      />
      <Button onPress={() => void handleNote()} testId="note-add">
        {text("note.add")}
      </Button>
      <CloseIncident incident={incident} />
    </div>
  );
}
