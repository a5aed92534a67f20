import type { Plan } from "@siaga/contracts/planning";
import type { JSX } from "react";
import { percentText } from "../parts/percent.ts";
import { useText } from "../words/words.ts";

/** The quick view: what the formula expects of the busiest hour, whoever calls, first come first served. */
export function QuickTable({ plan }: { readonly plan: Plan }): JSX.Element | null {
  const text = useText("planner");
  const quick = plan.quick;
  return (
    <section aria-label={text("quick")} data-testid="plan-quick">
      <h3>{text("quick")}</h3>
      <p className="dim">
        {text("quick.load", {
          calls: Math.round(quick.load.callsPerHour),
          service: Math.round(quick.load.service),
          patience: Math.round(quick.load.patience),
        })}
      </p>
      <table className="table dense">
        <thead>
          <tr>
            <th>{text("on-shift")}</th>
            {(["in-time", "lost", "occupancy"] as const).map((name) => (
              <th key={name} className="right">
                {text(`quick.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {quick.erlangA.map((row) => (
            <tr key={row.operators}>
              <td>
                <b>{row.operators}</b>
              </td>
              <td className="right strong">{percentText(row.answeredInTime)}</td>
              <td className="right">{percentText(row.lost)}</td>
              <td className="right">{percentText(row.occupancy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
