import type { JSX } from "react";
import { Nothing, Panel } from "../parts/panel.tsx";
import { ProgressLine } from "../parts/progress-line.tsx";
import { useText } from "../words/words.ts";
import { PlanForm } from "./PlanForm.tsx";
import { PlanResults } from "./PlanResults.tsx";
import { QuickTable } from "./QuickTable.tsx";
import { usePlan } from "./use-plan.ts";

/** A planner's question: what happens with so many on shift? The formula first, the simulation as its proof. */
export function PlannerScreen(): JSX.Element {
  const text = useText("planner");
  const planning = usePlan();
  const { plan, sentence } = planning;
  return (
    <div className="planner-body">
      <Panel title={text("question")} icon="question" padded grow testId="planner-question">
        <PlanForm onStart={(question) => void planning.start(question)} running={plan?.state === "running"} />
        {sentence !== null && (
          <p className="refused" role="alert">
            {sentence}
          </p>
        )}
        <p className="dim">{text("simulated")}</p>
      </Panel>
      <Panel title={text("answer")} icon="history" note={text("simulated")} padded grow testId="planner-answer">
        {plan === null && <Nothing icon="people" title={text("ask-first")} />}
        {plan?.state === "running" && <ProgressLine share={plan.share} label={text("playing")} />}
        {plan?.report != null && <PlanResults report={plan.report} />}
        {plan !== null && <QuickTable plan={plan} />}
      </Panel>
    </div>
  );
}
