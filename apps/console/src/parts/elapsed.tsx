import type { JSX } from "react";
import { clockText, durationText } from "./time.ts";
import { useNow } from "./use-now.ts";

/** Time since `since` by the centre's clock; silent to screen readers. */
export function Elapsed({ since }: { readonly since: number }): JSX.Element {
  const now = useNow();
  return <span aria-hidden="true">{durationText(now - since)}</span>;
}

/** The centre's clock in WIB. */
export function Clock(): JSX.Element {
  const now = useNow(250);
  return (
    <span className="clock" role="timer" aria-live="off">
      {clockText(now)} <small>WIB</small>
    </span>
  );
}
