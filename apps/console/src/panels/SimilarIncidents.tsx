import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { incidentName, openIncidents, placeOf, useTypeNameOf } from "../incidents/IncidentTable.tsx";
import { useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";

type SimilarIncidentsProps = { readonly call: string; readonly area: string | null };

/** Open incidents of the same kelurahan: several calls may be about one fire. Joining is the operator's decision. */
export function SimilarIncidents({ call, area }: SimilarIncidentsProps): JSX.Element | null {
  const text = useText("form");
  const nameOf = useTypeNameOf();
  const near = openIncidents(useBoard()).filter((row) => area !== null && row.area === area);
  const first = near[0];
  const handleJoin = async (incident: string): Promise<void> => {
    const called = await callRoute("linkCall", { params: { incident }, body: { call } });
    if (!called.ok) say(called.refusal.sentence);
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
