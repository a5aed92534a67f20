import type { JSX, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

type PanelProps = {
  readonly title: ReactNode;
  readonly icon: IconName;
  readonly note?: ReactNode;
  readonly corner?: ReactNode;
  readonly children: ReactNode;
  readonly grow?: boolean;
  /** Its content is never squeezed by its neighbours. */
  readonly whole?: boolean;
  readonly padded?: boolean;
  readonly testId?: string;
};

/** A titled box whose content scrolls inside it; the page itself never does. */
export function Panel({ title, icon, note, corner, children, grow, whole, padded, testId }: PanelProps): JSX.Element {
  return (
    <section className={grow ? "panel grow" : whole ? "panel whole" : "panel"} data-testid={testId}>
      <header>
        <Icon name={icon} />
        <h2>{title}</h2>
        <span className="note cut">{note}</span>
        {corner}
      </header>
      <div className={padded ? "inside padded" : "inside"} tabIndex={-1}>
        {children}
      </div>
    </section>
  );
}

/** Emptiness is a state with words, never a blank box. */
export function Nothing({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}): JSX.Element {
  return (
    <div className="nothing">
      <Icon name={icon} large />
      <b>{title}</b>
      <p>{children}</p>
    </div>
  );
}
