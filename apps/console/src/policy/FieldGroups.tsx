import type { TriageKey } from "@siaga/contracts/triage-policy";
import type { JSX } from "react";
import { useText } from "../words/words.ts";
import { FieldRow, type FieldRowProps } from "./FieldRow.tsx";
import { type Field, isShown } from "./values.ts";

/** What belongs together for the person who tunes it, in the order a call meets it. Keys outside follow at the end. */
const groups = {
  surge: ["surge"],
  reservation: ["reservation", "promoteAfter", "waitingRest", "budget", "alone"],
  challenge: ["challenge", "claims", "answeredByAll"],
  people: ["preemptAfter", "parkAnyAfter", "parkAnyUntil", "parkInformation", "glance", "overload"],
  bulletin: ["bulletin"],
  order: ["expressBelow", "agesBy", "redialWithin"],
  risk: ["risk", "abuser", "memory"],
} as const;
type Group = keyof typeof groups;
const names = Object.keys(groups) as Group[];

type FieldGroupsProps = Omit<FieldRowProps, "field"> & { readonly fields: readonly Field[] };

/** Everything that can be tuned, by what it is about. */
export function FieldGroups({ fields, ...row }: FieldGroupsProps): JSX.Element {
  const text = useText("policy");
  return (
    <>
      {names.map((name) => (
        <section key={name} className="policy-group" aria-label={text(`group.${name}`)}>
          <h3>{text(`group.${name}`)}</h3>
          <p className="dim">{text(`group.${name}.what`)}</p>
          {fields
            .filter((field) => groupOf(field.key as TriageKey) === name && isShown(row.parameters, field))
            .map((field) => (
              <FieldRow key={field.key} field={field} {...row} />
            ))}
        </section>
      ))}
    </>
  );
}

function groupOf(key: TriageKey): Group {
  const first = key.split(".")[0] ?? key;
  return names.find((name) => (groups[name] as readonly string[]).includes(first)) ?? "order";
}
