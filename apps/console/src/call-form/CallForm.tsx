import { Textarea, TextInput } from "@mantine/core";
import { type JSX, useRef } from "react";
import { useKeyAction } from "../keys/use-keys.ts";
import { KeyCap } from "../parts/button.tsx";
import { useText } from "../words/words.ts";
import { AreaField } from "./AreaField.tsx";
import type { Chosen } from "./choose.ts";
import type { Draft } from "./draft.ts";
import { PriorityPicker } from "./PriorityPicker.tsx";
import { Questions } from "./Questions.tsx";
import { ProposalLine } from "./ProposalLine.tsx";
import { TypeField } from "./TypeField.tsx";

type CallFormProps = {
  readonly draft: Draft;
  readonly chosen: Chosen;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** Address first, then the event, then the rest: top to bottom in asking order. */
export function CallForm({ draft, chosen, onChange }: CallFormProps): JSX.Element {
  const text = useText("form");
  const street = useRef<HTMLInputElement>(null);
  const narrative = useRef<HTMLTextAreaElement>(null);
  useKeyAction("focus-narrative", () => narrative.current?.focus());
  return (
    <form className="call-form" onSubmit={(event) => event.preventDefault()} data-testid="call-form">
      <div className="two-columns">
        <AreaField draft={draft} onChange={onChange} onChosen={() => street.current?.focus()} />
        <TextInput
          ref={street}
          size="md"
          label={text("street")}
          placeholder={text("street.hint")}
          value={draft.street}
          maxLength={200}
          autoComplete="off"
          onChange={({ currentTarget }) => onChange({ street: currentTarget.value })}
          data-testid="field-street"
        />
      </div>
      <TextInput
        label={text("landmark")}
        placeholder={text("landmark.hint")}
        value={draft.landmark}
        maxLength={250}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ landmark: currentTarget.value })}
        data-testid="field-landmark"
      />
      <Textarea
        ref={narrative}
        label={
          <>
            {text("narrative")} <KeyCap>N</KeyCap>
          </>
        }
        placeholder={text("narrative.hint")}
        value={draft.narrative}
        rows={2}
        maxLength={3000}
        onChange={({ currentTarget }) => onChange({ narrative: currentTarget.value })}
        data-testid="field-narrative"
      />
      <div className="two-columns snug">
        <TypeField draft={draft} chosen={chosen} onChange={onChange} />
        <PriorityPicker chosen={chosen} onChange={(priority) => onChange({ priority })} />
      </div>
      <ProposalLine chosen={chosen} onChange={onChange} />
      <Questions draft={draft} chosen={chosen} onChange={onChange} />
    </form>
  );
}
