import type { TimelineEntry } from "@siaga/contracts";
import type { AgencyId, CentreEvent, IncidentId, PersonalId } from "@siaga/core";
import type { Personal } from "@siaga/postgres";
import type { Actor } from "../policies/actor.ts";
import { mayWorkOnIncidents } from "../policies/may.ts";
import type { Directory } from "../ports.ts";

/** One incident's story, read from the log; the words in it are read only when somebody may see them. */
export interface Timelines {
  /** Null when there is no such incident. */
  of(incident: IncidentId): Promise<Timeline | null>;
}
export type Timeline = {
  /** Every agency the incident was ever sent to. */
  readonly agencies: readonly AgencyId[];
  presentFor(actor: Actor): Promise<TimelineEntry[]>;
};

type TimelinePorts = {
  readonly eventsOf: (incident: IncidentId) => Promise<readonly CentreEvent[]>;
  readonly personal: Pick<Personal, "read">;
  readonly directory: Directory;
};

/** Timelines from the log's events of one incident, oldest first. */
export const openTimelines = ({ eventsOf, personal, directory }: TimelinePorts): Timelines => ({
  async of(incident) {
    const events = await eventsOf(incident);
    if (events.length === 0) return null;
    return {
      agencies: [...new Set(events.map(agencyIn).filter((agency) => agency !== null))],
      async presentFor(actor) {
        const visible = events.filter((event) => mayRead(actor, agencyIn(event)));
        const words = await personal.read(visible.map(textIn).filter((id) => id !== null));
        return visible.map((event) => presentEntry(event, words, actor, directory));
      },
    };
  },
});

/** An agency reads the incident and its own dispatch, not how other agencies answered. */
const mayRead = (actor: Actor, agency: AgencyId | null): boolean =>
  agency === null || mayWorkOnIncidents(actor) || agency === actor.agency;

function presentEntry(
  event: CentreEvent,
  words: ReadonlyMap<PersonalId, string | null>,
  actor: Actor,
  directory: Directory,
): TimelineEntry {
  const [agency, by, text] = [agencyIn(event), authorOf(event), textIn(event)];
  return {
    at: event.occurredAt ?? event.at,
    type: event.type,
    by: by === null ? null : directory.operatorName(by),
    agency: agency === null ? null : directory.agencyName(agency),
    text: text === null ? null : (words.get(text) ?? null),
    call: mayWorkOnIncidents(actor) && "call" in event ? event.call : null,
  };
}

const agencyIn = (event: CentreEvent): AgencyId | null => ("agency" in event ? event.agency : null);

function authorOf(event: CentreEvent): string | null {
  if ("by" in event && event.type.startsWith("dispatch.")) return event.by;
  if (event.type === "incident.noted") return event.by;
  return "operator" in event ? event.operator : null;
}

/** The text an event refers to, where it brought one. */
function textIn(event: CentreEvent): PersonalId | null {
  if (event.type === "incident.noted") return event.text;
  if (event.type === "incident.opened" || event.type === "incident.amended") return event.narrative ?? null;
  return event.type === "dispatch.declined" ? event.reason : null;
}
