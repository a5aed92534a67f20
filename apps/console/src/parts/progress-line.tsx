import type { JSX } from "react";

/** How much of something is done (0–1), as a bar and in words. */
export function ProgressLine({ share, label }: { readonly share: number; readonly label: string }): JSX.Element {
  const percent = Math.round(share * 100);
  return (
    <div className="progress-line">
      <span
        className="promotion"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <i style={{ width: `${percent}%` }} />
      </span>
      <span className="dim">
        {label} {percent}%
      </span>
    </div>
  );
}
