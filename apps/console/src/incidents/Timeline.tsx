import type { TimelineEntry } from "@siaga/contracts/http";
import type { JSX } from "react";
import { useReference, useTimeline } from "../api/queries.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { clockText } from "../parts/time.ts";
import { useText, words } from "../words/words.ts";

const icons: Readonly<Record<string, IconName>> = {
  "incident.opened": "plus",
  "incident.amended": "pencil",
  "incident.noted": "note",
  "incident.call-linked": "link",
  "incident.closed": "check",
  "dispatch.sent": "arrow",
  "dispatch.delivered": "check",
  "dispatch.acknowledged": "check",
  "dispatch.declined": "cross",
  "dispatch.en-route": "truck",
  "dispatch.on-scene": "pin",
  "dispatch.cleared": "check",
  "unit.departed": "truck",
  "unit.arrived": "pin",
  "unit.cleared": "check",
};

/** Everything that happened to an incident, system and people alike, oldest first. */
export function Timeline({ incident, version }: { readonly incident: string; readonly version: string }): JSX.Element {
  const text = useText("timeline");
  const entries = useTimeline(incident, version);
  if (entries === null) return <p className="dim">{text("loading")}</p>;
  return (
    <ol className="timeline" aria-label={text("title")} data-testid="timeline">
      {entries.map((entry, n) => (
        <TimelineLine key={n} entry={entry} />
      ))}
    </ol>
  );
}

function TimelineLine({ entry }: { readonly entry: TimelineEntry }): JSX.Element {
  const agencies = useReference()?.agencies ?? [];
  const agency = agencies.find(({ id, name }) => id === entry.agency || name === entry.agency)?.shortName;
  // An event this console has no words for yet is shown by its own name rather than hidden.
  const known = words.exists(entry.type, { ns: "timeline" });
  const said = known ? words.t(entry.type, { ns: "timeline", agency: agency ?? entry.agency ?? "" }) : entry.type;
  return (
    <li>
      <time>{clockText(entry.at)}</time>
      <Icon name={icons[entry.type] ?? "info"} />
      <span>
        {said} {entry.type !== "incident.opened" && entry.text !== null && <b>{entry.text}</b>}{" "}
        {entry.by !== null && <span className="dim">{entry.by}</span>}
      </span>
    </li>
  );
}
