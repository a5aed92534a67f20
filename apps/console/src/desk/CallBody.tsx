import type { JSX } from "react";
import { CallForm } from "../call-form/CallForm.tsx";
import { chooseFrom } from "../call-form/choose.ts";
import { SendTo } from "../call-form/SendTo.tsx";
import { useDraft } from "../call-form/use-draft.ts";
import { useSaving } from "../call-form/use-saving.ts";
import { useReference } from "../api/queries.ts";
import { useBoard } from "../live/live-store.ts";
import { Button, KeyCap } from "../parts/button.tsx";
import { Panel } from "../parts/panel.tsx";
import { clockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { CallerFacts } from "../panels/CallerFacts.tsx";
import { type DeskView, showRow } from "./desk-view.ts";
import { CallbackPanel } from "../panels/CallbackPanel.tsx";
import { QueuePanel } from "../panels/QueuePanel.tsx";
import { SavedIncident } from "./SavedIncident.tsx";
import { SimilarIncidents } from "../panels/SimilarIncidents.tsx";

type CallBodyProps = {
  readonly call: string | null;
  /** The conversation or its wrap-up is this desk's present work. */
  readonly inHand: boolean;
  readonly view: DeskView;
  readonly onLeave: () => void;
};

/** Writing down a call: the facts, the form, where it goes. Once saved, the incident takes the form's place. */
export function CallBody({ call, inHand, view, onLeave }: CallBodyProps): JSX.Element {
  const board = useBoard();
  const row = board?.calls[call ?? ""];
  const shown = "call" in view && view.call.id === call ? view.call : row === undefined ? null : showRow(row);
  const opened = row?.incidents.at(-1) ?? null;
  return (
    <div className="desk-body">
      <div className="stack">
        {shown !== null && <CallerFacts call={shown} />}
        <QueuePanel />
        {!inHand && <CallbackPanel />}
      </div>
      {opened === null ? (
        <WriteIncident call={call} inHand={inHand} onLeave={onLeave} />
      ) : (
        <SavedIncident incident={opened} onLeave={inHand ? null : onLeave} />
      )}
    </div>
  );
}

type WriteIncidentProps = Pick<CallBodyProps, "call" | "inHand" | "onLeave">;

function WriteIncident({ call, inHand, onLeave }: WriteIncidentProps): JSX.Element {
  const text = useText("form");
  const reference = useReference();
  const { draft, change, drop } = useDraft(call);
  const chosen = chooseFrom(draft, reference);
  const { state, save } = useSaving(draft, chosen, (how) => {
    // What waits at this desk stays open: more may be written. Without a call there is nothing to come back to.
    if (how === "saved" || call === null) drop();
    if (call === null) onLeave();
  });
  return (
    <>
      <Panel
        title={text("title")}
        icon="plus"
        note={
          state === "kept"
            ? text("kept")
            : draft.savedAt === 0
              ? ""
              : text("saved-at", { time: clockText(draft.savedAt) })
        }
        corner={
          inHand ? (
            <span className="dim">
              <KeyCap>Ctrl+Enter</KeyCap> {text("save.short")}
            </span>
          ) : (
            <Button look="quiet" onPress={onLeave} testId="leave-form">
              {text("leave")}
            </Button>
          )
        }
        padded
        grow
        testId="form-panel"
      >
        <CallForm draft={draft} chosen={chosen} onChange={change} />
        {call !== null && <SimilarIncidents call={call} draft={draft} onJoined={drop} />}
      </Panel>
      <SendTo
        proposed={(chosen.incidentType ?? chosen.proposal?.incidentType)?.agencies ?? []}
        chosen={chosen.agencies}
        onChange={(agencies) => change({ agencies })}
        save={
          <>
            {typeof state === "object" && (
              <p className="refused" role="alert">
                {state.sentence || text("refused")}
              </p>
            )}
            {chosen.incidentType === null && chosen.proposal === null && (
              <p className="dim">{text("save.needs-type")}</p>
            )}
            <Button
              look="primary"
              size="main"
              keyCap="Ctrl+Enter"
              disabled={state === "saving"}
              onPress={save}
              testId="create-incident"
            >
              {chosen.agencies.length === 0 ? text("save.only") : text("save", { count: chosen.agencies.length })}
            </Button>
          </>
        }
      />
    </>
  );
}
