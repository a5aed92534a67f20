import type { JSX, ReactNode } from "react";
import { Icon, type IconName } from "../parts/icon.tsx";

type StripProps = {
  readonly tone: "crit" | "warn" | "info";
  readonly icon: IconName;
  readonly testId: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** A sentence of the centre's own length: beside nothing else. */
  readonly wide?: boolean;
};

/** One line under the call bar. */
export function Strip({ tone, icon, testId, children, action, wide = false }: StripProps): JSX.Element {
  return (
    <p className={wide ? `strip wide ${tone}` : `strip ${tone}`} data-testid={testId}>
      <Icon name={icon} />
      <span className="cut">{children}</span>
      <span className="spring" />
      {action}
    </p>
  );
}
