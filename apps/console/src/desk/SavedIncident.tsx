import { type JSX, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { SendTo } from "../call-form/SendTo.tsx";
import { say } from "../frame/notice.ts";
import { IncidentDetail } from "../incidents/IncidentDetail.tsx";
import { dispatchesOf } from "../incidents/IncidentTable.tsx";
import { useReference } from "../api/queries.ts";
import { setDigitMode, useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { useText } from "../words/words.ts";

type SavedIncidentProps = { readonly incident: string; readonly onLeave: (() => void) | null };

/** The call has its incident: what happens there, and further agencies by the same two keystrokes. */
export function SavedIncident({ incident, onLeave }: SavedIncidentProps): JSX.Element {
  return (
    <>
      <IncidentDetail incident={incident} onLeave={onLeave} />
      <SendMore incident={incident} />
    </>
  );
}

export function SendMore({ incident }: { readonly incident: string }): JSX.Element {
  const text = useText("form");
  const board = useBoard();
  const reference = useReference();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const row = board?.incidents[incident];
  const proposed = reference?.incidentTypes.find(({ id }) => id === row?.incidentType)?.agencies ?? [];
  const sent = dispatchesOf(board, incident)
    .filter(({ state }) => state !== "declined")
    .map(({ agency }) => agency);

  const handleSend = async (): Promise<void> => {
    if (chosen.length === 0) return;
    const called = await callRoute("sendToAgencies", { params: { incident }, body: { agencies: [...chosen] } });
    if (!called.ok) return say(called.refusal.sentence);
    setChosen([]);
    setDigitMode("none");
  };
  useKeyAction("save", () => void handleSend());
  return (
    <SendTo
      proposed={proposed}
      chosen={chosen}
      sent={sent}
      onChange={setChosen}
      save={
        <Button
          look="primary"
          size="main"
          keyCap="Ctrl+Enter"
          disabled={chosen.length === 0}
          onPress={() => void handleSend()}
          testId="send-more"
        >
          {chosen.length === 0 ? text("send-more.none") : text("send-more", { count: chosen.length })}
        </Button>
      }
    />
  );
}
