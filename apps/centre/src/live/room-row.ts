import type { Room } from "@siaga/contracts/live";
import {
  type CentreState,
  type DeskId,
  type IncidentId,
  type Instant,
  isIdle,
  lineNow,
  type RoomReport,
} from "@siaga/core";
import type { Directory } from "../ports.ts";
import { countLately } from "./arrival-counts.ts";
import type { Entries } from "./entries.ts";

export type RoomSources = {
  readonly directory: Pick<Directory, "incidentTypeName">;
  /** Calls in ten minutes that are usual at this hour; null: not known. */
  readonly usual: () => number | null;
};

/** So many callers are told where they stand: more than a screen has room for. */
const shown = 60;

/** How the room orders its callers right now, with the words a screen shows. */
export function roomRowOf(
  report: RoomReport,
  state: CentreState,
  entries: Entries,
  at: Instant,
  sources: RoomSources,
): Room {
  const { worthBulletin, bulletin, surge, kept, lanes } = report;
  const told = (id: IncidentId | null): Announced | null => announced(id, state, sources);
  const worth = told(worthBulletin);
  return {
    ...report,
    order: isAlone(state) ? "fail-open" : report.order,
    surge: surge && { ...surge },
    kept: { ...kept },
    lanes: { express: { ...lanes.express }, claim: { ...lanes.claim }, waiting: { ...lanes.waiting } },
    bulletin: told(bulletin),
    worthBulletin: worth && { ...worth, calls: state.incidents.get(worth.incident)?.calls.length ?? 0 },
    line: lineNow(state, at, shown),
    callsLast10Minutes: countLately(entries.arrivals, at),
    usualPer10Minutes: sources.usual(),
  };
}

type Announced = NonNullable<Room["bulletin"]>;

function announced(id: IncidentId | null, state: CentreState, { directory }: RoomSources): Announced | null {
  const incident = id === null ? undefined : state.incidents.get(id);
  if (incident === undefined) return null;
  const { number, incidentType } = incident;
  return { incident: incident.id, number, incidentTypeName: directory.incidentTypeName(incidentType) };
}

/** The exchange is out of reach: it serves callers by itself. */
function isAlone(state: CentreState): boolean {
  for (const { alarm } of state.alarms.values()) if (alarm === "link-lost" || alarm === "fail-open") return true;
  return false;
}

/**
 * Free desks that the room keeps for whoever comes first: in a surge the last ones that a call of the waiting lane
 * would not reach. Longest idle is rung first.
 */
export function keptDesks(state: CentreState, { surge, kept, idle }: RoomReport): ReadonlySet<DeskId> {
  if (surge === null || kept.waiting === 0) return new Set();
  const free = [...state.desks.values()].filter((desk) => isIdle(desk) && !listens(state, desk.desk));
  free.sort((one, other) => one.since - other.since);
  return new Set(free.slice(Math.max(0, idle - kept.waiting)).map(({ desk }) => desk));
}

const listens = (state: CentreState, desk: DeskId): boolean => state.triage.glances.has(desk);
