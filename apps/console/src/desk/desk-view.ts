import type { Board, CallbackRow, CallRow, DeskRow } from "@siaga/contracts/live";
import type { Card, Standing } from "../softphone/standing.ts";

/** A call as the desk shows it: from the live row, from the exchange's card, or from both. */
export type ShownCall = {
  readonly id: string;
  readonly lineName: string;
  readonly number: string | null;
  readonly arrivedAt: number;
  readonly test: boolean;
  readonly facts: {
    readonly callsToday: number;
    readonly calls30Days: number;
    readonly classified: Readonly<Record<string, number>>;
    readonly genuine: { readonly count: number; readonly lastAt: number | null };
  } | null;
  readonly row: CallRow | null;
};

/** What this desk is doing: exactly one of these. */
export type DeskView =
  | { readonly state: "headset-check"; readonly since: number }
  | { readonly state: "not-ready"; readonly since: number; readonly reason: string | null }
  | { readonly state: "available"; readonly since: number }
  /** A waiting caller is listened to; it ends by itself at `until` (null: not told). */
  | { readonly state: "listening"; readonly call: ShownCall; readonly since: number; readonly until: number | null }
  | { readonly state: "ringing"; readonly calls: readonly [ShownCall, ...ShownCall[]] }
  | {
      readonly state: "on-call";
      readonly desk: string;
      readonly call: ShownCall;
      readonly held: boolean;
      readonly since: number;
    }
  | {
      readonly state: "calling-back";
      readonly callback: CallbackRow;
      readonly outgoing: string;
      readonly answeredAt: number | null;
      readonly since: number;
    }
  | { readonly state: "wrap-up"; readonly call: ShownCall; readonly since: number; readonly lapsesAt: number | null };
export type DeskState = DeskView["state"];

/** With no centre, a conversation's end is followed by this much wrap-up (the fail-open policy's). */
const wrapUpWithoutCentre = 5_000;

/**
 * Joins the two sources. A call rings when either says so; the exchange is the faster one about ringing,
 * joining and ending, the centre about everything else. `centreHeard` is false while the live link is lost.
 */
export function viewDesk(
  desk: string,
  board: Board | null,
  standing: Standing,
  centreHeard: boolean,
  now: number,
): DeskView {
  const row = board?.desks[desk] ?? null;
  const own = row?.call ?? null;
  const callback = callbackAt(board, desk);
  if (callback !== null) return callback;
  if (standing.talking !== null) return talkingView(desk, standing.talking, board);
  if (row?.state === "on-call" && own !== null && !standing.gone.includes(own)) {
    const call = board?.calls[own];
    if (call !== undefined && call.state !== "ended")
      return {
        state: "on-call",
        desk,
        call: showRow(call),
        held: isApart(call),
        since: call.answeredAt ?? row.since,
      };
  }
  const ringing = ringingAt(desk, board, standing, centreHeard);
  if (ringing[0] !== undefined) return { state: "ringing", calls: [ringing[0], ...ringing.slice(1)] };
  const wrapUp = wrapUpAt(desk, board, standing, centreHeard, now);
  if (wrapUp !== null) return wrapUp;
  if (row === null || row.state === "not-ready")
    return { state: "not-ready", since: row?.since ?? now, reason: row?.reason ?? null };
  return listeningAt(row, board) ?? { state: "available", since: row.since };
}

function listeningAt(row: DeskRow, board: Board | null): DeskView | null {
  const call = board?.calls[row.listensTo ?? ""];
  if (call === undefined || row.state !== "available") return null;
  return { state: "listening", call: showRow(call), since: row.since, until: row.listensUntil };
}

function callbackAt(board: Board | null, desk: string): DeskView | null {
  const callback = Object.values(board?.callbacks ?? {}).find((row) => row.dialling?.desk === desk);
  if (callback?.dialling == null) return null;
  const { outgoing, answeredAt } = callback.dialling;
  return { state: "calling-back", callback, outgoing, answeredAt, since: answeredAt ?? board?.desks[desk]?.since ?? 0 };
}

function talkingView(desk: string, talking: NonNullable<Standing["talking"]>, board: Board | null): DeskView {
  const row = board?.calls[talking.call];
  const call = row !== undefined ? showRow(row) : talking.card !== null ? showCard(talking.card) : showUnknown(talking);
  const held = talking.held || (row !== undefined && row.desk === desk && row.state === "transferring");
  return { state: "on-call", desk, call, held, since: row?.answeredAt ?? talking.since };
}

/** The call this desk speaks in, writes up or listens to: what a key says now is said about it. */
export const callInHand = (view: DeskView | null): string | null =>
  view !== null && "call" in view ? view.call.id : null;

/** The caller hears a prompt, not the operator. */
const isApart = ({ state }: CallRow): boolean => state === "held" || state === "transferring";

function ringingAt(desk: string, board: Board | null, standing: Standing, centreHeard: boolean): ShownCall[] {
  const rows = centreHeard ? Object.values(board?.calls ?? {}) : [];
  const offered = rows.filter(
    (row) => row.state !== "ended" && row.offeredTo.includes(desk) && !standing.gone.includes(row.id),
  );
  const carded = standing.ringing.filter(({ card }) => !offered.some((row) => row.id === card.call));
  const shown = carded.map(({ card }) => {
    const row = board?.calls[card.call];
    return row === undefined ? showCard(card) : { ...showRow(row), facts: showRow(row).facts ?? showCard(card).facts };
  });
  return [...offered.map(showRow), ...shown].toSorted((a, b) => a.arrivedAt - b.arrivedAt);
}

function wrapUpAt(
  desk: string,
  board: Board | null,
  standing: Standing,
  centreHeard: boolean,
  now: number,
): DeskView | null {
  const row = board?.desks[desk];
  const call = row?.call == null ? undefined : board?.calls[row.call];
  const { ended } = standing;
  if (centreHeard) {
    const following = row?.state === "wrap-up" || (row?.state === "on-call" && ended !== null);
    if (!following || row?.call == null) return null;
    const shown =
      call !== undefined
        ? showRow(call)
        : ended?.card
          ? showCard(ended.card)
          : showUnknown({ call: row.call, since: row.since });
    return { state: "wrap-up", call: shown, since: row.since, lapsesAt: row.wrapUpLapsesAt };
  }
  if (ended === null || now - ended.at > wrapUpWithoutCentre) return null;
  const shown = ended.card === null ? showUnknown({ call: ended.call, since: ended.at }) : showCard(ended.card);
  return { state: "wrap-up", call: shown, since: ended.at, lapsesAt: ended.at + wrapUpWithoutCentre };
}

export function showRow(row: CallRow): ShownCall {
  const { id, lineName, number, arrivedAt, test, history } = row;
  return { id, lineName, number, arrivedAt, test, facts: history, row };
}

function showCard(card: Card): ShownCall {
  const { call, lineName, number, arrivedAt, test, genuine, callsToday, calls30Days, classified } = card;
  const facts = genuine === null ? null : { callsToday, calls30Days, classified, genuine };
  return { id: call, lineName, number, arrivedAt, test, facts, row: null };
}

function showUnknown({ call, since }: { readonly call: string; readonly since: number }): ShownCall {
  return { id: call, lineName: "", number: null, arrivedAt: since, test: false, facts: null, row: null };
}
