/** Share (0–1) reached within so many seconds. */
export type CurvePoint = { readonly seconds: number; readonly share: number };

/** The drawing's own units; the axes start at nought and are never cut. */
export const plot = { width: 420, height: 200, left: 38, right: 10, top: 8, bottom: 26, seconds: 120 } as const;

export const acrossOf = (seconds: number): number =>
  plot.left + (Math.min(seconds, plot.seconds) / plot.seconds) * (plot.width - plot.left - plot.right);
export const downOf = (share: number): number => plot.top + (1 - share) * (plot.height - plot.top - plot.bottom);

/** An SVG path through the points up to the right edge; between two points the share is drawn as a straight line. */
export function pathOf(points: readonly CurvePoint[]): string {
  const ordered = points.toSorted((one, other) => one.seconds - other.seconds);
  const inside = ordered.filter(({ seconds }) => seconds <= plot.seconds);
  const beyond = ordered.find(({ seconds }) => seconds > plot.seconds);
  const last = inside.at(-1);
  const drawn = [...inside];
  if (last !== undefined && beyond !== undefined && last.seconds < plot.seconds) {
    const along = (plot.seconds - last.seconds) / (beyond.seconds - last.seconds);
    drawn.push({ seconds: plot.seconds, share: last.share + along * (beyond.share - last.share) });
  }
  return drawn
    .map(({ seconds, share }, n) => `${n === 0 ? "M" : "L"}${acrossOf(seconds).toFixed(1)} ${downOf(share).toFixed(1)}`)
    .join("");
}
