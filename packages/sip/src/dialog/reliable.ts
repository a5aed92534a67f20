/** Provisional responses that must arrive (RFC 3262), as tables: what each side does, apart from sockets and clocks. */
import { decimal } from "../message/text.ts";

export type SendingState = "idle" | "waiting" | "late" | "closed";
export type SendingInput = "send" | "timer" | "prack" | "patience" | "final";
export type SendingAction = "transmit" | "queue" | "repeat" | "settle" | "giveUp" | "stop" | "none";

/** The side that answers the INVITE. One reliable response at a time: the next waits for its PRACK (§3). */
export const sendingTable = {
  idle: {
    send: ["waiting", "transmit"],
    final: ["closed", "stop"],
  },
  waiting: {
    send: ["waiting", "queue"], // §3: no second before the first is acknowledged
    timer: ["waiting", "repeat"], // §3: at T1, doubling; no T2 stops it
    prack: ["idle", "settle"],
    patience: ["closed", "giveUp"], // §3: 64·T1 without PRACK: the INVITE is refused with a 5xx
    final: ["late", "stop"], // §3: after a final response it is no longer repeated
  },
  late: {
    prack: ["closed", "none"], // §3: its PRACK may still be on the way, and must be taken
  },
  closed: {},
} as const satisfies Readonly<
  Record<SendingState, Readonly<Partial<Record<SendingInput, readonly [SendingState, SendingAction]>>>>
>;

/** §7.2: which response a PRACK acknowledges. */
export type RAck = { readonly number: number; readonly sequence: number; readonly method: string };

/** `776656 1 INVITE`; null when it is not so. */
export function parseRAck(value: string | undefined): RAck | null {
  const [number = "", sequence = "", method = "", more] = (value ?? "").trim().split(/[ \t]+/);
  const parsed = { number: decimal(number, 2 ** 32 - 1), sequence: decimal(sequence, 2 ** 31 - 1) };
  if (parsed.number === null || parsed.sequence === null || method === "" || more !== undefined) return null;
  return { number: parsed.number, sequence: parsed.sequence, method };
}

/** §7.1: 1 to 2**32 − 1; null when absent or unreadable. */
export function parseRSeq(value: string | undefined): number | null {
  const number = decimal((value ?? "").trim(), 2 ** 32 - 1);
  return number === 0 ? null : number;
}

/** §3: the first RSeq is drawn from 1 to 2**31 − 1. `chance` in [0, 1). */
export const firstRSeq = (chance: number): number => 1 + Math.floor(chance * (2 ** 31 - 1));

/** §4: only the first, and then each that is one higher, is acknowledged and looked at; copies and gaps are not. */
export function isNext(last: number | null, number: number): boolean {
  return last === null || number === last + 1;
}
