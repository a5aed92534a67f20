/** A share (0–1) in percent: one decimal below ten and above ninety, where it matters. `97.4`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return percent > 10 && percent < 90 ? percent.toFixed(0) : percent.toFixed(1);
}
