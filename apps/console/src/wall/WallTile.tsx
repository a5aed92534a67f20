import type { JSX, ReactNode } from "react";
import { Icon } from "../parts/icon.tsx";

type WallTileProps = {
  readonly label: string;
  readonly figure: ReactNode;
  readonly crit?: boolean;
  readonly children: ReactNode;
  readonly testId: string;
};

/** One figure for the wall and one line of context; outside its limit an edge, a sign and words. */
export function WallTile({ label, figure, crit = false, children, testId }: WallTileProps): JSX.Element {
  return (
    <section className={crit ? "tile crit" : "tile"} data-testid={testId}>
      <h2>{label}</h2>
      <b className="wall-figure">{figure}</b>
      <p className="muted">
        {crit && <Icon name="warning" />} {children}
      </p>
    </section>
  );
}
