/** Digits in INFO, for peers whose sound carries none (RFC 6086 §2 calls this the legacy use; there is no package for it). */

/** A key that was pressed; ms. */
export type PressedKey = { readonly digit: string; readonly duration: number };

/** `application/dtmf-relay` (Signal= and Duration= lines) or `application/dtmf` (the digit alone); null: neither, or unreadable. */
export function keyOf(contentType: string, body: string): PressedKey | null {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/dtmf") return key(body.trim(), undefined);
  if (type !== "application/dtmf-relay") return null;
  return key(/^Signal\s*=\s*(\S+)/im.exec(body)?.[1] ?? "", /^Duration\s*=\s*(\d{1,5})/im.exec(body)?.[1]);
}

function key(digit: string, duration: string | undefined): PressedKey | null {
  // Some gateways number the keys that are not digits: 10 is *, 11 is #.
  const named = { "10": "*", "11": "#" }[digit] ?? digit.toUpperCase();
  return /^[0-9A-D*#]$/.test(named) ? { digit: named, duration: Number(duration ?? 250) } : null;
}

/** The sound agreed on carries digits (RFC 4733): then a digit in INFO is the same one again. */
export const carriesDigits = (sdp: string | null): boolean => /^a=rtpmap:\d+ telephone-event\/8000/im.test(sdp ?? "");
