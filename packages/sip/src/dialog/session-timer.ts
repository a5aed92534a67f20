/** RFC 4028: how two sides agree that a session is refreshed now and then, and what is due when. Seconds throughout. */
import { decimal, parameter } from "../message/text.ts";

/** §5: no session interval is shorter. */
export const SHORTEST_INTERVAL = 90;

/**
 * `ours`: we refresh. `pressing`: our refresh is due and has not succeeded. `overdue`: nor had it when the interval was
 * over. `theirs`: the peer refreshes. `none`: nothing is agreed, the peer knows no session timer.
 */
export type RefreshState = "ours" | "pressing" | "overdue" | "theirs" | "none" | "over";
export type RefreshInput = "due" | "again";

/** What is done when the timer of a state fires, and then again. */
export const refreshTable = {
  ours: { due: ["pressing", "refresh"] }, // §10: we are the refresher
  pressing: {
    again: ["pressing", "refresh"], // §10: a refresh that met no 2xx is tried again
    due: ["overdue", "refresh"], // the interval is over: the peer may end the call, we do not (as for `theirs`)
  },
  overdue: { due: ["overdue", "refresh"] },
  // §10 would have us send BYE. A caller is not ended for that: we ask in the dialog (architecture: missing refresh).
  theirs: { due: ["theirs", "probe"] },
  none: { due: ["none", "probe"] }, // RFC 3261 §12.2.1.2: a peer that vanished without BYE answers 481, or nothing
  over: {},
} as const satisfies Readonly<
  Record<RefreshState, Readonly<Partial<Record<RefreshInput, readonly [RefreshState, "refresh" | "probe"]>>>>
>;

/** Seconds until the timer of this state is due. §10: half the interval; the other side min(32, a third) before its end. */
export function dueIn(state: Exclude<RefreshState, "over">, interval: number): number {
  return state === "theirs" ? interval - Math.min(32, Math.floor(interval / 3)) : interval / 2;
}

/** Seconds until a failed refresh is tried again: 10, doubling up to a minute (§10: not without a pause). `failures` from 0. */
export const againIn = (failures: number): number => Math.min(10 * 2 ** failures, 60);

/** Session-Expires (§4). */
export type SessionExpires = { readonly interval: number; readonly refresher: "uac" | "uas" | null };

/** `1800;refresher=uas`; null when absent or unreadable. */
export function parseSessionExpires(value: string | undefined): SessionExpires | null {
  if (value === undefined) return null;
  const [seconds = "", ...parameters] = value.split(";");
  const interval = decimal(seconds.trim(), 2 ** 31 - 1);
  const refresher = parameter(parameters.join(";"), "refresher")?.toLowerCase();
  if (interval === null || interval === 0) return null;
  return { interval, refresher: refresher === "uac" || refresher === "uas" ? refresher : null };
}

/** Min-SE (§5); the shortest allowed when absent or unreadable. */
export function parseMinSe(value: string | undefined): number {
  return Math.max(SHORTEST_INTERVAL, decimal((value ?? "").split(";", 1)[0]?.trim() ?? "", 2 ** 31 - 1) ?? 0);
}

/** What a refreshing request says about its sender. */
export type Wish = { readonly supports: boolean; readonly expires: SessionExpires | null; readonly minimum: number };
/** What we answer: who refreshes, and how often. Null: no session timer. */
export type Agreed = { readonly interval: number; readonly refresher: "uac" | "uas" } | null;

/**
 * §9: the answering side. It may shorten what is asked, not below the asker's minimum, and never lengthen it. Table 2:
 * a refresher that was named stays; a peer without session timers leaves it to us.
 */
export function agreeTo(wish: Wish, longest: number): Agreed {
  if (wish.expires === null && !wish.supports) return null;
  const asked = wish.expires?.interval ?? Infinity;
  const interval = Math.min(asked, Math.max(longest, wish.minimum));
  return { interval, refresher: wish.supports ? (wish.expires?.refresher ?? "uas") : "uas" };
}

/** §9: too short for us, and the asker knows what 422 means. */
export function isTooShort(wish: Wish, shortest: number): boolean {
  return wish.supports && wish.expires !== null && wish.expires.interval < shortest;
}
