import type { JSX, ReactNode } from "react";
import { Icon, type IconName } from "../parts/icon.tsx";

type BarShapeProps = {
  readonly state: string;
  readonly icon: IconName;
  readonly label: ReactNode;
  readonly timer: ReactNode;
  readonly middle?: ReactNode;
  readonly facts: ReactNode;
  readonly actions: ReactNode;
};

/** The call bar's box: the same place, size and columns in every state. */
export function BarShape({ state, icon, label, timer, middle, facts, actions }: BarShapeProps): JSX.Element {
  return (
    <div className="bar" data-state={state} data-testid="call-bar">
      <div className="bar-state">
        <span className="bar-icon">
          <Icon name={icon} large />
        </span>
        <div>
          <div className="bar-label">{label}</div>
          <div className="bar-timer">{timer}</div>
        </div>
      </div>
      <div className="bar-middle">{middle}</div>
      <div className="bar-facts">{facts}</div>
      <div className="bar-actions">{actions}</div>
    </div>
  );
}
