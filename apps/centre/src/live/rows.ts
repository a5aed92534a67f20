import type { AlarmRow, CallbackRow, CallRow, DeskRow, DispatchRow, IncidentRow } from "@siaga/contracts/live";
import {
  type Caller,
  type CallerHistory,
  type CentreState,
  type Desk,
  type DeskId,
  glanceEndsAt,
  type PartyTo,
} from "@siaga/core";
import type { Directory } from "../ports.ts";
import { alarmSentences } from "./alarm-sentences.ts";
import type { CallbackEntry, CallEntry, DispatchEntry, IncidentEntry } from "./entries.ts";
import type { ReadLine } from "./place-row.ts";
import type { Words } from "./words.ts";

/** What turns an entry into a row: names of the city, words of people, names of lines. */
export type RowSources = {
  readonly directory: Directory;
  readonly words: Words;
  readonly lineName: (line: string) => string;
};

const shownNumber = (caller: Caller | null, words: Words): string | null =>
  caller?.kind === "number" ? words.masked(caller.id) : null;

export function callRowOf(entry: CallEntry, sources: RowSources, line: ReadLine): CallRow {
  const { words, lineName } = sources;
  const {
    caller,
    waited: _waited,
    parkSuggestion: _suggestion,
    belief: _belief,
    parties = [],
    partyLeft: left = null,
    ...shown
  } = entry;
  return {
    ...shown,
    ...line(entry),
    lineName: lineName(entry.line),
    number: shownNumber(caller, words),
    offeredTo: [...entry.offeredTo],
    incidents: [...entry.incidents],
    audioMissing: [...entry.audioMissing],
    parties: parties.map(({ to, via = to, ...party }) => ({ ...party, kind: to.kind, name: partyName(via, sources) })),
    partyLeft: left && {
      name: partyName(left.via ?? left.to, sources),
      code: left.code,
      answered: left.answered,
      deliberate: left.deliberate,
      at: left.at,
    },
    history: entry.history && historyOf(entry.history),
  };
}

/** Counts and dates as they are; how much of them has faded orders the room and is on no screen. */
const historyOf = ({ callsToday, calls30Days, classified, genuine }: CallerHistory): CallRow["history"] => ({
  callsToday,
  calls30Days,
  classified: { ...classified },
  genuine: { ...genuine },
});

function partyName(to: PartyTo, { directory, words }: RowSources): string {
  if (to.kind === "agency") return directory.agencyName(to.agency);
  if (to.kind === "desk") return directory.deskName(to.desk);
  return to.kind === "number" ? (words.masked(to.number) ?? "") : "";
}

export function deskRowOf(
  desk: Desk,
  state: CentreState,
  kept: ReadonlySet<DeskId>,
  { directory }: RowSources,
): DeskRow {
  return {
    desk: desk.desk,
    deskName: directory.deskName(desk.desk),
    operator: desk.operator,
    operatorName: directory.operatorName(desk.operator),
    role: desk.role,
    state: desk.state,
    since: desk.since,
    reason: desk.reason,
    connected: desk.connected,
    call: desk.call,
    wrapUpLapsesAt: desk.state === "wrap-up" ? desk.since + state.policy.wrapUpLapse : null,
    listensTo: state.triage.glances.get(desk.desk)?.call ?? null,
    listensUntil: glanceEndsAt(state, desk.desk),
    kept: kept.has(desk.desk),
  };
}

export function incidentRowOf(entry: IncidentEntry, { directory, words }: RowSources): IncidentRow {
  const { place, caller, narrative, ...shown } = entry;
  const area = place.area === null ? null : directory.area(place.area);
  return {
    ...shown,
    incidentTypeName: directory.incidentTypeName(entry.incidentType),
    area: place.area,
    areaName: area?.name ?? null,
    districtName: area?.district ?? null,
    spoken: place.spoken === null ? null : words.text(place.spoken),
    narrative: narrative === null ? null : words.text(narrative),
    point: place.point,
    openedBy: directory.operatorName(entry.openedBy),
    calls: [...entry.calls],
    callerNumber: shownNumber(caller, words),
  };
}

export function dispatchRowOf(entry: DispatchEntry, { directory, words }: RowSources): DispatchRow {
  return {
    ...entry,
    agencyName: directory.agencyName(entry.agency),
    times: { ...entry.times },
    by: entry.by === null ? null : directory.operatorName(entry.by),
    declineReason: entry.declineReason === null ? null : words.text(entry.declineReason),
  };
}

export function callbackRowOf(entry: CallbackEntry, { words }: RowSources): CallbackRow {
  const { caller, ...shown } = entry;
  return { ...shown, number: shownNumber(caller, words), dialling: entry.dialling && { ...entry.dialling } };
}

export function alarmRowOf(
  alarm: CentreState["alarms"] extends Map<string, infer A> ? A : never,
  { directory }: RowSources,
): AlarmRow {
  const subject = alarm.alarm === "desk-vanished" ? directory.deskName(alarm.subject) : alarm.subject;
  return { ...alarm, sentence: alarmSentences[alarm.alarm](subject) };
}
