import { randomUUIDv7 } from "node:crypto";
import type { ReportIncident } from "@siaga/contracts";
import type { AgencyId, IncidentId, IncidentPlace, Input, InputOf } from "@siaga/core";
import type { Views } from "@siaga/postgres";
import type { KnownWords } from "../../city/open-city.ts";
import type { Actor } from "../../policies/actor.ts";
import { mayReadIncident } from "../../policies/may.ts";
import type { Timelines } from "../../presenters/timeline.ts";
import type { Centre } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { ReadsLog } from "../reads.ts";
import type { AnswerOf, BodyOf, CommandsOf } from "../route.ts";
import { submit } from "../submit.ts";
import type { Texts } from "../texts/texts.ts";

type IncidentRoute =
  | "reportIncident"
  | "incidentDetail"
  | "amendIncident"
  | "noteIncident"
  | "linkCall"
  | "closeIncident"
  | "openBulletin"
  | "closeBulletin"
  | "sendToAgencies";
type IncidentPorts = {
  readonly centre: Pick<Centre, "accept" | "state" | "refusalOf">;
  readonly texts: Texts;
  readonly known: KnownWords;
  readonly timelines: Timelines;
  readonly views: Pick<Views, "call">;
  readonly reads: Pick<ReadsLog, "writeOnce">;
};
type Place = ReportIncident["place"];

/** Incidents: opened once whatever the network does, amended, noted, sent to agencies, closed. */
export function incidentCommands(ports: IncidentPorts): CommandsOf<IncidentRoute> {
  const { centre, texts, known, views } = ports;
  return {
    reportIncident: ({ body, actor }) => reportIncident({ centre, texts, known }, body, actor),
    incidentDetail: ({ params: { incident }, actor }) => incidentDetail(ports, incident, actor),
    amendIncident: ({ params: { incident }, body, actor }) =>
      amendIncident({ centre, texts, known }, incident, body, actor),
    async noteIncident({ params: { incident }, body, actor }) {
      if (!mayReadIncident(actor, agenciesOf(centre, incident))) return new Refused("not-allowed");
      const note = (text: string): InputOf<"incident.noted"> => ({
        type: "incident.noted",
        incident,
        by: actor.operator,
        text,
      });
      const text = await texts.keep("note", body.text, () => centre.refusalOf(note("")));
      return text instanceof Refused ? text : submit(centre, note(text));
    },
    async linkCall({ params: { incident }, body: { call }, actor: { operator } }) {
      const isThere = centre.state().calls.has(call) || (await views.call(call)) !== null;
      if (!isThere) return new Refused("no-such-call");
      return submit(centre, { type: "incident.call-linked", incident, call, operator });
    },
    closeIncident: ({ params: { incident }, body: { disposition }, actor: { operator } }) =>
      submit(centre, { type: "incident.closed", incident, operator, disposition }),
    openBulletin: ({ params: { incident }, actor: { operator } }) =>
      submit(centre, { type: "bulletin.requested", incident, operator }),
    closeBulletin: ({ params: { incident }, actor: { operator } }) =>
      submit(centre, { type: "bulletin.withdrawn", incident, operator }),
    async sendToAgencies({ params: { incident }, body: { agencies }, actor }) {
      const unknown = unknownWord(known, { agencies });
      return unknown ?? submit(centre, dispatchTo(incident, agencies, actor));
    },
  };
}

/** An incident's story with its words: whoever reads it is written down first. */
async function incidentDetail(
  { timelines, reads }: Pick<IncidentPorts, "timelines" | "reads">,
  incident: IncidentId,
  actor: Actor,
): Promise<AnswerOf<"incidentDetail"> | Refused> {
  const timeline = await timelines.of(incident);
  if (timeline === null) return new Refused("no-such-incident");
  if (!mayReadIncident(actor, timeline.agencies)) return new Refused("not-allowed");
  await reads.writeOnce(actor, "incident", incident);
  return { timeline: await timeline.presentFor(actor) };
}

/** Opens the incident unless an earlier try of the same save did, then sends it to the agencies not asked yet. */
async function reportIncident(
  { centre, texts, known }: Pick<IncidentPorts, "centre" | "texts" | "known">,
  body: ReportIncident,
  actor: Actor,
): Promise<undefined | Refused> {
  const { incident, call, incidentType, priority } = body;
  const unknown = unknownWord(known, { incidentType, area: body.place.area, agencies: body.agencies });
  if (unknown !== null) return unknown;
  if (!centre.state().incidents.has(incident)) {
    const test = call !== null && (centre.state().calls.get(call)?.test ?? false);
    const bare = {
      type: "incident.reported",
      incident,
      call,
      operator: actor.operator,
      incidentType,
      priority,
    } as const;
    const { area, point } = body.place;
    const wouldRefuse = () =>
      centre.refusalOf({ ...bare, place: { area, point, spoken: null }, narrative: null, test });
    const place = await keepPlace(texts, body.place, wouldRefuse);
    if (place instanceof Refused) return place;
    const narrative = body.narrative ? await texts.keep("narrative", body.narrative, wouldRefuse) : null;
    if (narrative instanceof Refused) return narrative;
    const opened = await submit(centre, { ...bare, place, narrative, test });
    if (opened instanceof Refused) return opened;
  }
  const asked = new Set(agenciesOf(centre, incident));
  const agencies = body.agencies.filter((agency) => !asked.has(agency));
  return agencies.length === 0 ? undefined : submit(centre, dispatchTo(incident, agencies, actor));
}

/** Changes what is said; what is not said stays as it was. */
async function amendIncident(
  { centre, texts, known }: Pick<IncidentPorts, "centre" | "texts" | "known">,
  incident: IncidentId,
  body: BodyOf<"amendIncident">,
  { operator }: Actor,
): Promise<undefined | Refused> {
  const { incidentType, priority } = body;
  const unknown = unknownWord(known, { incidentType, area: body.place?.area });
  if (unknown !== null) return unknown;
  const bare = { type: "incident.amended", incident, operator } as const;
  const wouldRefuse = () => centre.refusalOf(bare);
  const place = body.place && (await keepPlace(texts, body.place, wouldRefuse));
  if (place instanceof Refused) return place;
  const narrative = body.narrative && (await texts.keep("narrative", body.narrative, wouldRefuse));
  if (narrative instanceof Refused) return narrative;
  return submit(centre, {
    ...bare,
    ...(incidentType !== undefined && { incidentType }),
    ...(priority !== undefined && { priority }),
    ...(place !== undefined && { place }),
    ...(narrative && { narrative }),
  });
}

const dispatchTo = (incident: IncidentId, agencies: readonly AgencyId[], actor: Actor): Input => ({
  type: "dispatch.requested",
  incident,
  operator: actor.operator,
  dispatches: [...new Set(agencies)].map((agency) => ({ dispatch: randomUUIDv7(), agency })),
});

const agenciesOf = (centre: Pick<Centre, "state">, incident: IncidentId): AgencyId[] =>
  [...centre.state().dispatches.values()]
    .filter((dispatch) => dispatch.incident === incident)
    .map((dispatch) => dispatch.agency);

async function keepPlace(
  texts: Texts,
  { area, spoken, point }: Place,
  wouldRefuse: Parameters<Texts["keep"]>[2],
): Promise<IncidentPlace | Refused> {
  if (!spoken) return { area, point, spoken: null };
  const kept = await texts.keep("place", spoken, wouldRefuse);
  return kept instanceof Refused ? kept : { area, point, spoken: kept };
}

/** The first word the city does not know: a typing mistake of a program, never of a person choosing from a list. */
function unknownWord(
  known: KnownWords,
  given: { incidentType?: string | undefined; area?: string | null | undefined; agencies?: readonly AgencyId[] },
): Refused | null {
  if (given.incidentType !== undefined && !known.incidentTypes.has(given.incidentType))
    return new Refused("unknown-incident-type");
  if (given.area !== undefined && given.area !== null && !known.areas.has(given.area))
    return new Refused("unknown-area");
  return given.agencies?.every((agency) => known.agencies.has(agency)) === false ? new Refused("unknown-agency") : null;
}
