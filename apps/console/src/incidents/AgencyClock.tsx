import type { DispatchRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useReference } from "../api/queries.ts";
import { DispatchChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";

const steps = ["sent", "delivered", "acknowledged", "en-route", "on-scene", "cleared"] as const;

/** One agency's progress: six segments, and the state in words with its time. */
export function AgencyClock({ row, about }: { readonly row: DispatchRow; readonly about?: string }): JSX.Element {
  const text = useText("incidents");
  const agency = useReference()?.agencies.find(({ id }) => id === row.agency);
  const reached = row.state === "declined" ? 1 : steps.indexOf(row.state);
  return (
    <li className="agency-clock" data-testid={`dispatch-${row.id}`} data-agency={row.agency} data-state={row.state}>
      <Icon name="building" />
      <b className="cut" title={row.agencyName}>
        {agency?.shortName ?? row.agencyName} {about !== undefined && <span className="dim">{about}</span>}
      </b>
      <DispatchChip state={row.state}>{row.state !== "cleared" && <Elapsed since={row.since} />}</DispatchChip>
      <span className="pipe" aria-hidden="true">
        {steps.map((step, n) => (
          <i key={step} className={n <= reached ? (row.state === "declined" ? "declined" : "done") : ""} />
        ))}
      </span>
      {row.state === "declined" && (
        <span className="reason cut">{text("declined", { reason: row.declineReason ?? "" })}</span>
      )}
    </li>
  );
}
