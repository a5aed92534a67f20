import { useNavigate } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { BulletinPanel } from "../bulletin/BulletinPanel.tsx";
import { AgencyClock } from "../incidents/AgencyClock.tsx";
import { dispatchesOf, incidentName, IncidentTable, openIncidents } from "../incidents/IncidentTable.tsx";
import { isFlood } from "../lanes/room.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button, KeyCap } from "../parts/button.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { FloodBody } from "./FloodBody.tsx";
import { CallbackPanel } from "../panels/CallbackPanel.tsx";
import { DesksPanel } from "../panels/DesksPanel.tsx";
import { LeftDrafts } from "../panels/LeftDrafts.tsx";
import { MyCalls } from "../panels/MyCalls.tsx";
import { QueuePanel } from "../panels/QueuePanel.tsx";

type IdleBodyProps = { readonly onContinue: (call: string | null) => void };

/** Between calls: the lanes while more call than the room can take, else the ordinary screen. */
export function IdleBody({ onContinue }: IdleBodyProps): JSX.Element {
  const flood = isFlood(useBoard()?.room);
  return flood ? <FloodBody onContinue={onContinue} /> : <QuietBody onContinue={onContinue} />;
}

/** The queue, those to call back, what is open in the city, what I did. */
function QuietBody({ onContinue }: IdleBodyProps): JSX.Element {
  const text = useText("incidents");
  const board = useBoard();
  const navigate = useNavigate();
  const incidents = openIncidents(board);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = incidents.find(({ id }) => id === chosen) ?? incidents[0];
  const handleOpen = (): void =>
    void navigate({ to: "/incidents", search: shown === undefined ? {} : { incident: shown.id } });
  useKeyAction("incidents", handleOpen);
  return (
    <div className="desk-body">
      <div className="stack">
        <QueuePanel />
        <CallbackPanel />
      </div>
      <div className="stack">
        <LeftDrafts onContinue={onContinue} />
        <Panel
          title={text("open")}
          icon="list"
          note={text("open.note", { count: incidents.length })}
          corner={<KeyCap>K</KeyCap>}
          grow
          testId="open-incidents"
        >
          <IncidentTable incidents={incidents} chosen={shown?.id ?? null} onChoose={setChosen} />
        </Panel>
        <MyCalls />
      </div>
      <div className="stack">
        <DesksPanel />
        <BulletinPanel />
        <Panel
          title={text("clock")}
          icon="clock"
          note={shown === undefined ? "" : incidentName(shown.number)}
          grow
          testId="agency-clock"
        >
          <AgencyClocks incident={shown?.id ?? null} />
          {shown !== undefined && (
            <div className="inside padded">
              <Button onPress={handleOpen} keyCap="K">
                {text("open-detail", { number: incidentName(shown.number) })}
              </Button>
            </div>
          )}
        </Panel>
      </div>
    </div>
  );
}

function AgencyClocks({ incident }: { readonly incident: string | null }): JSX.Element {
  const text = useText("incidents");
  const board = useBoard();
  const rows = incident === null ? [] : dispatchesOf(board, incident);
  if (rows.length === 0) return <Nothing icon="building" title={text("not-sent")} />;
  return (
    <ul>
      {rows.map((row) => (
        <AgencyClock key={row.id} row={row} />
      ))}
    </ul>
  );
}
