import type { JSX } from "react";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import type { Draft } from "./draft.ts";
import { useTypeName } from "./TypeField.tsx";

type ProposalLineProps = { readonly chosen: Chosen; readonly onChange: (change: Partial<Draft>) => void };

/** The proposed type with the words it came from; waits for a person to take it. */
export function ProposalLine({ chosen, onChange }: ProposalLineProps): JSX.Element | null {
  const text = useText("form");
  const nameOf = useTypeName();
  const { proposal, incidentType } = chosen;
  if (incidentType !== null) return null;
  if (proposal === null) return <p className="hint dim">{text("type.none")}</p>;
  const quoted = proposal.because.map((word) => `“${word}”`).join(", ");
  return (
    <div className="hint info" role="status">
      <Icon name="info" />
      <span className="cut">
        {text("proposal")} <b>{nameOf(proposal.incidentType)}</b> {text("proposal.because", { words: quoted })}
      </span>
      <span className="spring" />
      <Button onPress={() => onChange({ incidentType: proposal.incidentType.id })} testId="take-proposal">
        {text("proposal.take")}
      </Button>
    </div>
  );
}
