import type { JSX, ReactNode } from "react";
import type { Tone } from "../parts/chip.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";

type FigureTileProps = {
  readonly icon: IconName;
  readonly label: string;
  readonly figure: ReactNode;
  readonly tone: Tone;
  readonly note: ReactNode;
  readonly testId: string;
};

/** One figure and one line of context. Outside its limit it gets an edge, a sign and words; it never moves. */
export function FigureTile({ icon, label, figure, tone, note, testId }: FigureTileProps): JSX.Element {
  return (
    <section className={`tile ${tone}`} data-testid={testId}>
      <h2>
        <Icon name={icon} /> {label}
      </h2>
      <b className="figure">{figure}</b>
      <p className="muted">
        {tone === "crit" && <Icon name="warning" />} {note}
      </p>
    </section>
  );
}
