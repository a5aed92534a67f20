import { type JSX, useRef } from "react";
import { callRoute } from "../api/call-route.ts";
import { letGo, saveSurely } from "../api/pending-saves.ts";
import { type Draft, notesOf } from "../call-form/draft.ts";
import { reportKey } from "../call-form/kept-report.ts";
import { say } from "../frame/notice.ts";
import { incidentName, openIncidents, placeOf, useTypeNameOf } from "../incidents/IncidentTable.tsx";
import { useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";

type SimilarIncidentsProps = { readonly call: string; readonly draft: Draft; readonly onJoined: () => void };

/** Joins the call, and says there what was written about it. False: something of it is still only in the draft. */
async function join(incident: string, call: string, draft: () => Draft): Promise<boolean> {
  const called = await callRoute("linkCall", { params: { incident }, body: { call } });
  if (!called.ok) {
    say(called.refusal.sentence);
    return false;
  }
  const written = draft();
  // The call has its incident: a report that still waits here would open another one.
  letGo(reportKey(written));
  let noted = true;
  for (const [n, text] of notesOf(written).entries()) {
    // A note that comes twice is read twice; one that never comes is not read at all.
    const saved = await saveSurely(`note ${written.incident} ${n}`, "noteIncident", { incident }, { text });
    if (typeof saved !== "object") continue;
    say(saved.sentence);
    noted = false;
  }
  return noted;
}

/** Open incidents of the same kelurahan: several calls may be about one fire. Joining is the operator's decision. */
export function SimilarIncidents({ call, draft, onJoined }: SimilarIncidentsProps): JSX.Element | null {
  const text = useText("form");
  const nameOf = useTypeNameOf();
  const latest = useRef(draft);
  latest.current = draft;
  const { area } = draft;
  const near = openIncidents(useBoard()).filter((row) => area !== null && row.area === area);
  const first = near[0];
  const handleJoin = async (incident: string): Promise<void> => {
    if (await join(incident, call, () => latest.current)) onJoined();
  };
  useKeyAction("link", () => first !== undefined && void handleJoin(first.id));
  if (first === undefined) return null;
  return (
    <ul className="similar" data-testid="similar">
      {near.slice(0, 3).map((row, n) => (
        <li key={row.id} className="hint warn">
          <Icon name="link" />
          <span className="cut">
            <b>
              {incidentName(row.number)} {nameOf(row)}
            </b>{" "}
            {placeOf(row)} · <Elapsed since={row.openedAt} />
          </span>
          <span className="spring" />
          <Button
            {...(n === 0 ? { keyCap: "G" } : {})}
            onPress={() => void handleJoin(row.id)}
            testId={`link-${row.id}`}
          >
            {text("join")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
