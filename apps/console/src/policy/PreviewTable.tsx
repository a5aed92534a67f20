import type { TriagePreview } from "@siaga/contracts/planning";
import type { JSX } from "react";
import { percentText } from "../parts/percent.ts";
import { useText } from "../words/words.ts";

type Result = TriagePreview["results"][number];

/** One scenario: the three policies under one another, so that a worse figure is seen before it is saved. */
export function PreviewTable({ results }: { readonly results: readonly Result[] }): JSX.Element {
  const text = useText("policy");
  return (
    <table className="table dense">
      <thead>
        <tr>
          <th>{text("figures")}</th>
          {(["p10", "p20", "p60", "lost", "refused", "nuisance"] as const).map((figure) => (
            <th key={figure} className="right">
              {text(`figure.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {results.map((row) => (
          <tr key={row.policy} data-testid={`preview-row-${row.policy}`}>
            <td>
              <b>{text(`row.${row.policy}`)}</b>
            </td>
            <td className="right strong">
              {percentText(row.p10)} <span className="dim">±{percentText(row.p10Within)}</span>
            </td>
            <td className="right">{percentText(row.p20)}</td>
            <td className="right">{percentText(row.p60)}</td>
            <td className="right">{percentText(row.lost)}</td>
            <td className="right">{percentText(row.refused)}</td>
            <td className="right">{row.nuisanceMinutesPerHour.toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
