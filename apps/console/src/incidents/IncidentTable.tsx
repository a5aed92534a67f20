import type { Board, DispatchRow, IncidentRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useReference } from "../api/queries.ts";
import { useBoard } from "../live/live-store.ts";
import { DispatchChip, PriorityChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Nothing } from "../parts/panel.tsx";
import { useLanguage, useText } from "../words/words.ts";

export const incidentName = (number: number): string => `K-${number}`;

/** Open incidents: most urgent first, then the oldest. */
export function openIncidents(board: Board | null): readonly IncidentRow[] {
  const open = Object.values(board?.incidents ?? {}).filter(({ state }) => state === "open");
  return open.toSorted((a, b) => a.priority - b.priority || a.openedAt - b.openedAt);
}

const order = ["declined", "sent", "delivered", "acknowledged", "en-route", "on-scene", "cleared"] as const;

export function dispatchesOf(board: Board | null, incident: string): readonly DispatchRow[] {
  return Object.values(board?.dispatches ?? {})
    .filter((row) => row.incident === incident)
    .toSorted((a, b) => a.sentAt - b.sentAt);
}

/** The dispatch that most needs somebody's attention. */
function neediest(rows: readonly DispatchRow[]): DispatchRow | undefined {
  return rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.since - b.since)[0];
}

/** The type in the language of the screen. */
export function useTypeNameOf(): (row: Pick<IncidentRow, "incidentType" | "incidentTypeName">) => string {
  const language = useLanguage();
  const types = useReference()?.incidentTypes ?? [];
  return ({ incidentType, incidentTypeName }) =>
    language === "id" ? incidentTypeName : (types.find(({ id }) => id === incidentType)?.nameEn ?? incidentTypeName);
}

type IncidentTableProps = {
  readonly incidents: readonly IncidentRow[];
  readonly chosen: string | null;
  readonly onChoose: (incident: string) => void;
};

export function IncidentTable({ incidents, chosen, onChoose }: IncidentTableProps): JSX.Element {
  const text = useText("incidents");
  if (incidents.length === 0)
    return (
      <Nothing icon="check" title={text("none")}>
        {text("none.hint")}
      </Nothing>
    );
  return (
    <table className="table fixed">
      <thead>
        <tr>
          <th className="w-priority">{text("priority")}</th>
          <th className="w-number">{text("number")}</th>
          <th>{text("type")}</th>
          <th>{text("place")}</th>
          <th className="w-agency">{text("agency")}</th>
          <th className="right w-age">{text("age")}</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((row) => (
          <IncidentLine key={row.id} row={row} chosen={row.id === chosen} onChoose={() => onChoose(row.id)} />
        ))}
      </tbody>
    </table>
  );
}

type IncidentLineProps = { readonly row: IncidentRow; readonly chosen: boolean; readonly onChoose: () => void };

function IncidentLine({ row, chosen, onChoose }: IncidentLineProps): JSX.Element {
  const text = useText("incidents");
  const nameOf = useTypeNameOf();
  const waiting = neediest(dispatchesOf(useBoard(), row.id));
  return (
    <tr
      className={chosen ? "chosen" : ""}
      tabIndex={0}
      onClick={onChoose}
      onKeyDown={({ key }) => (key === "Enter" || key === " ") && onChoose()}
      data-testid={`incident-${row.id}`}
      data-number={row.number}
    >
      <td>
        <PriorityChip priority={row.priority} />
      </td>
      <td className="strong">
        {incidentName(row.number)}
        {row.test && <span className="dim"> {text("test")}</span>}
      </td>
      <td>{nameOf(row)}</td>
      <td>{placeOf(row) || text("no-place")}</td>
      <td>
        {waiting === undefined ? (
          <span className="dim">{text("not-sent")}</span>
        ) : (
          <span title={waiting.agencyName}>
            <DispatchChip state={waiting.state} />
          </span>
        )}
      </td>
      <td className="right">
        <Elapsed since={row.openedAt} />
      </td>
    </tr>
  );
}

/** `Sukawana, Kec. Serang`: two kelurahan share a name, so the kecamatan always stands beside it. */
export function placeOf({
  areaName,
  districtName,
  spoken,
}: Pick<IncidentRow, "areaName" | "districtName" | "spoken">): string {
  return areaName === null ? (spoken ?? "") : [areaName, districtName].filter(Boolean).join(", ");
}
