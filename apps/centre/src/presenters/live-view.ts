/** What each account sees of the live board. The board comes masked; here it is narrowed to the account. */
import type { Board, DispatchRow, Figures, IncidentRow, Patch, Room } from "@siaga/contracts/live";
import type { AgencyId } from "@siaga/core";
import type { Actor } from "../policies/actor.ts";
import { mayWorkOnIncidents } from "../policies/may.ts";

/** One connection's window on the board. A patch that shows this account nothing is null. */
export interface LiveView {
  board(board: Board): Board;
  patch(patch: Patch, board: Board): Patch | null;
}

/** The room sees the whole board; an agency its own dispatches and their incidents. */
export const liveViewOf = (actor: Actor): LiveView =>
  mayWorkOnIncidents(actor) ? { board: (board) => board, patch: (patch) => patch } : agencyView(actor.agency);

const noFigures: Figures = { incoming: 0, open: 0, outcomes: {}, waiting: 0, longestWaitSince: null, unclear: 0 };

const nobody = { waiting: 0, longestSince: null };
const noRoom: Room = {
  order: "first-come",
  surge: null,
  operators: 0,
  idle: 0,
  kept: { claim: 0, waiting: 0 },
  lanes: { express: nobody, claim: nobody, waiting: nobody },
  heldBack: null,
  overloaded: false,
  answeredByAll: false,
  asksAll: false,
  line: [],
  bulletin: null,
  worthGlance: null,
  worthBulletin: null,
  callsLast10Minutes: 0,
  usualPer10Minutes: null,
};

/** Without caller, calls and history: the agency needs the what and the where. */
const presentIncident = (row: IncidentRow): IncidentRow => ({ ...row, calls: [], callerNumber: null });

/** What one connection was shown, so that a row's going is told to those who saw it and to nobody else. */
type Shown = Set<string>;

function agencyView(agency: AgencyId | null): LiveView {
  const shown: Shown = new Set();
  const isOwn = (row: DispatchRow): boolean => agency !== null && row.agency === agency;
  return {
    board: (board) => ownBoard(board, isOwn, shown),
    patch: (patch, board) => ownPatch(patch, board, isOwn, shown),
  };
}

function ownBoard(board: Board, isOwn: (row: DispatchRow) => boolean, shown: Shown): Board {
  const dispatches = Object.entries(board.dispatches).filter(([, row]) => isOwn(row));
  const wanted = new Set(dispatches.map(([, row]) => row.incident));
  const incidents = Object.entries(board.incidents).filter(([id]) => wanted.has(id));
  for (const [id] of [...dispatches, ...incidents]) shown.add(id);
  return {
    ...board,
    calls: {},
    desks: {},
    callbacks: {},
    alarms: {},
    figures: noFigures,
    room: noRoom,
    dispatches: Object.fromEntries(dispatches),
    incidents: Object.fromEntries(incidents.map(([id, row]) => [id, presentIncident(row)])),
  };
}

function ownPatch(patch: Patch, board: Board, isOwn: (row: DispatchRow) => boolean, shown: Shown): Patch | null {
  const dispatches: Record<string, DispatchRow | null> = {};
  const incidents: Record<string, IncidentRow | null> = {};
  for (const [id, row] of Object.entries(patch.dispatches ?? {})) {
    if (row === null) {
      if (shown.delete(id)) dispatches[id] = null;
    } else if (isOwn(row)) {
      dispatches[id] = row;
      shown.add(id);
      /** A first dispatch brings its incident along, which may have been there long before. */
      const incident = board.incidents[row.incident];
      if (incident !== undefined && !shown.has(incident.id)) incidents[incident.id] = presentIncident(incident);
      if (incident !== undefined) shown.add(incident.id);
    }
  }
  for (const [id, row] of Object.entries(patch.incidents ?? {})) {
    if (row === null) {
      if (shown.delete(id)) incidents[id] = null;
    } else if (shown.has(id)) incidents[id] = presentIncident(row);
  }
  const [someDispatch, someIncident] = [Object.keys(dispatches).length > 0, Object.keys(incidents).length > 0];
  if (!someDispatch && !someIncident) return null;
  const changed = { ...(someDispatch && { dispatches }), ...(someIncident && { incidents }) };
  return { type: "patch", seq: patch.seq, at: patch.at, ...changed };
}
