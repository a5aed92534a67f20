const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Jakarta",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const shortClock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Jakarta", hour: "2-digit", minute: "2-digit" });

/** `19:43:18` in WIB (UTC+7), whatever the computer's own zone. */
export const clockText = (at: number): string => clock.format(at);
/** `19:43` in WIB. */
export const shortClockText = (at: number): string => shortClock.format(at);

/** `12 Mar 2026` in WIB. */
export function dateText(at: number, language: string): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", {
    timeZone: "Asia/Jakarta",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(at);
}

/** Milliseconds as `00:47`, `12:05` or `1:02:05`; never negative. */
export function durationText(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`;
}
