import { reportRoom } from "@siaga/core";
import type { Agenda } from "../agenda.ts";
import type { Room } from "../room/room.ts";

/** One incident everybody calls about, as the operators handle it. */
export interface Disaster {
  /** How long the bulletin speaks (ms). */
  readonly bulletin: number;
  /** A caller reports it and the operator files that; the share of the usual time this call still takes. */
  reported(call: string, desk: string): number;
}

const name = "disaster";
/** Operators link the call so long after answering (ms). */
const filedAfter = 25_000;
/** Once so many have reported it, another report of it is soon taken. */
const knownFrom = 3;
const known = 0.4;

/** Nothing has happened yet. */
export function openDisaster(agenda: Agenda, room: Room): Disaster {
  let reports = 0;
  const file = (call: string, desk: string): void => {
    reports += 1;
    const linked = { incident: name, call, operator: desk };
    if (room.state.incidents.has(name)) room.play({ type: "incident.call-linked", ...linked });
    else room.play({ type: "incident.reported", ...linked, ...report });
    // What the room is asked to announce, it announces.
    if (reportRoom(room.state, agenda.now).worthBulletin === name)
      room.play({ type: "bulletin.requested", incident: name, operator: desk });
  };
  return {
    bulletin: 6_000,
    reported(call, desk) {
      const share = reports >= knownFrom ? known : 1;
      agenda.at(agenda.now + filedAfter, () => file(call, desk));
      return share;
    },
  };
}

const report = {
  incidentType: "kebakaran",
  priority: 1,
  place: { area: null, point: null, spoken: null },
  narrative: null,
  test: false,
} as const;
