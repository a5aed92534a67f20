import type { Plan } from "@siaga/contracts/planning";
import { type JSX, useState } from "react";
import { AnswerCurves } from "../charts/AnswerCurves.tsx";
import { percentText } from "../parts/percent.ts";
import { useText } from "../words/words.ts";
import { usePlanPolicyName } from "./policy-name.ts";
import { recommendationText } from "./recommendation.ts";

type Report = NonNullable<Plan["report"]>;
type Room = Report["perOperators"][number];

/** The simulation's answer: the sentence, the figures of each room and policy, and the curves of one room. */
export function PlanResults({ report }: { readonly report: Report }): JSX.Element {
  const text = useText("planner");
  const nameOf = usePlanPolicyName();
  const [shown, setShown] = useState(0);
  const room = report.perOperators[shown] ?? report.perOperators[0];
  return (
    <>
      <p className="lead recommendation" data-testid="plan-recommendation">
        <b>{recommendationText(report, text)}</b>
      </p>
      <h3>{text("simulation", { count: report.replications })}</h3>
      <PlanTable rooms={report.perOperators} />
      {room !== undefined && (
        <>
          <div className="segments" role="radiogroup" aria-label={text("operators")}>
            {report.perOperators.map((one, n) => (
              <button key={n} type="button" role="radio" aria-checked={one === room} onClick={() => setShown(n)}>
                {text("operators.count", { count: onShiftText(one) })}
              </button>
            ))}
          </div>
          <AnswerCurves
            title={text("operators.count", { count: onShiftText(room) })}
            curves={Object.entries(room.policies).map(([policy, { answerTimes }]) => ({
              name: nameOf(policy),
              points: answerTimes,
            }))}
          />
        </>
      )}
    </>
  );
}

const onShiftText = ({ operators }: Room): string =>
  typeof operators === "number" ? String(operators) : `${Math.min(...operators)}–${Math.max(...operators)}`;

function PlanTable({ rooms }: { readonly rooms: readonly Room[] }): JSX.Element {
  const text = useText("planner");
  const nameOf = usePlanPolicyName();
  return (
    <table className="table dense" data-testid="plan-table">
      <thead>
        <tr>
          <th>{text("on-shift")}</th>
          <th>{text("policy")}</th>
          {(["p10", "p20", "p60", "lost", "p95", "nuisance"] as const).map((figure) => (
            <th key={figure} className="right">
              {text(`figure.${figure}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rooms.flatMap((room) =>
          Object.entries(room.policies).map(([policy, { figures }]) => (
            <tr key={`${onShiftText(room)} ${policy}`}>
              <td>
                <b>{onShiftText(room)}</b>
              </td>
              <td>{nameOf(policy)}</td>
              <td className="right strong">
                {percentText(figures.p10.value)} <span className="dim">±{percentText(figures.p10.ci)}</span>
              </td>
              <td className="right">{percentText(figures.p20.value)}</td>
              <td className="right">{percentText(figures.p60.value)}</td>
              <td className="right">{percentText(figures.lost.value)}</td>
              <td className="right">{figures.p95Wait === null ? text("never") : Math.round(figures.p95Wait)}</td>
              <td className="right">{figures.nuisanceMinutesPerHour.value.toFixed(0)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
