import type { JSX } from "react";
import { type Draft, listDrafts } from "../call-form/draft.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Panel } from "../parts/panel.tsx";
import { shortClockText } from "../parts/time.ts";
import { useNow } from "../parts/use-now.ts";
import { useText } from "../words/words.ts";

/** What was written and not sent: a call may end before its form is done. */
export function LeftDrafts({ onContinue }: { readonly onContinue: (call: string | null) => void }): JSX.Element | null {
  const text = useText("form");
  const drafts = listDrafts(localStorage, useNow(2_000));
  if (drafts.length === 0) return null;
  return (
    <Panel title={text("drafts")} icon="pencil" note={text("drafts.note")} testId="drafts">
      <ul>
        {drafts.map((draft) => (
          <DraftLine key={draft.incident} draft={draft} onContinue={() => onContinue(draft.call)} />
        ))}
      </ul>
    </Panel>
  );
}

function DraftLine({ draft, onContinue }: { readonly draft: Draft; readonly onContinue: () => void }): JSX.Element {
  const text = useText("form");
  const call = useBoard()?.calls[draft.call ?? ""];
  const words = [call?.number, draft.areaHeard, draft.landmark, draft.narrative].filter(Boolean).join(" · ");
  return (
    <li className="draft-line">
      <span className="dim">{shortClockText(draft.savedAt)}</span>
      <span className="cut">{words}</span>
      <Button onPress={onContinue} testId="continue-draft">
        {text("drafts.continue")}
      </Button>
    </li>
  );
}
