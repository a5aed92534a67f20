import type { Board, LiveMessage, Patch } from "@siaga/contracts/live";

/** What this screen knows of the room, and since when. */
export type LiveView = {
  readonly board: Board | null;
  /** Centre's clock minus this browser's clock, ms. */
  readonly offset: number;
};

export const nothingKnown: LiveView = { board: null, offset: 0 };

/** `gap`: a patch does not follow what we hold, so the board must be asked for again. */
export type Heard = LiveView | "gap" | "signed-out";

/** Folds one live message into the view. `now` is this browser's clock. */
export function hearLive(view: LiveView, message: LiveMessage, now: number): Heard {
  switch (message.type) {
    case "board":
      return { board: message, offset: message.at - now };
    case "pulse":
      return { ...view, offset: message.at - now };
    case "signed-out":
      return "signed-out";
    case "patch":
      return hearPatch(view, message, now);
  }
}

function hearPatch(view: LiveView, patch: Patch, now: number): Heard {
  const { board } = view;
  if (board === null) return "gap";
  if (patch.after !== undefined && patch.after > board.seq) return "gap";
  return { board: patchBoard(board, patch), offset: patch.at - now };
}

/** Rows set to null leave; all others replace what stood there. */
function patchBoard(board: Board, patch: Patch): Board {
  return {
    type: "board",
    seq: Math.max(board.seq, patch.seq),
    at: patch.at,
    calls: patchRows(board.calls, patch.calls),
    desks: patchRows(board.desks, patch.desks),
    incidents: patchRows(board.incidents, patch.incidents),
    dispatches: patchRows(board.dispatches, patch.dispatches),
    callbacks: patchRows(board.callbacks, patch.callbacks),
    alarms: patchRows(board.alarms, patch.alarms),
    figures: patch.figures ?? board.figures,
    room: patch.room ?? board.room,
  };
}

function patchRows<T>(
  rows: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, T | null>> | undefined,
): Record<string, T> {
  if (changes === undefined) return rows as Record<string, T>;
  const next: Record<string, T> = { ...rows };
  for (const [id, row] of Object.entries(changes)) {
    if (row === null) delete next[id];
    else next[id] = row;
  }
  return next;
}
