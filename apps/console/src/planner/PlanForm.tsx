import { type JSX, useState } from "react";
import { Button } from "../parts/button.tsx";
import { useText } from "../words/words.ts";
import { ScenarioField, type ScenarioChoice } from "./ScenarioField.tsx";
import type { PlanQuestion } from "./use-plan.ts";

type PlanPolicy = PlanQuestion["policies"][number];
const policies = ["triage", "no-people", "fifo", "block3"] as const satisfies readonly PlanPolicy[];
const seedChoices = [10, 20, 50, 100] as const;
/** The least on shift is searched up to this many. */
const searchUpTo = 10;

type PlanFormProps = { readonly onStart: (question: PlanQuestion) => void; readonly running: boolean };

/** Which callers, how many on shift, which ways of answering, and how many evenings are played. */
export function PlanForm({ onStart, running }: PlanFormProps): JSX.Element {
  const text = useText("planner");
  const [scenario, setScenario] = useState<ScenarioChoice>({ scenario: "flood20u" });
  const [operators, setOperators] = useState<readonly number[]>([1, 2, 3]);
  const [chosen, setChosen] = useState<readonly PlanPolicy[]>(["triage", "fifo"]);
  const [seeds, setSeeds] = useState(10);
  const usable = operators.length > 0 && chosen.length > 0;
  const handleStart = (): void =>
    onStart({
      ...scenario,
      operators: operators.toSorted((one, other) => one - other),
      policies: [...chosen],
      seeds,
      searchUpTo,
    });
  return (
    <>
      <ScenarioField chosen={scenario} onChoose={setScenario} />
      <Picks
        label={text("operators")}
        all={[1, 2, 3, 4, 5, 6]}
        chosen={operators}
        onChange={setOperators}
        nameOf={String}
        testId="plan-operators"
      />
      <Picks
        label={text("policies")}
        all={policies}
        chosen={chosen}
        onChange={setChosen}
        nameOf={(policy) => text(`policy.${policy}`)}
        testId="plan-policies"
      />
      {chosen.includes("triage") && <p className="assumed">{text("assumed.triage")}</p>}
      <label className="plan-field">
        <span className="dim">{text("seeds")}</span>
        <select className="choice" value={seeds} onChange={(event) => setSeeds(Number(event.target.value))}>
          {seedChoices.map((count) => (
            <option key={count}>{count}</option>
          ))}
        </select>
      </label>
      <Button look="primary" size="main" disabled={!usable || running} onPress={handleStart} testId="plan-start">
        {text("start")}
      </Button>
    </>
  );
}

type PicksProps<T> = {
  readonly label: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly onChange: (chosen: readonly T[]) => void;
  readonly nameOf: (one: T) => string;
  readonly testId: string;
};

function Picks<T extends string | number>({
  label,
  all,
  chosen,
  onChange,
  nameOf,
  testId,
}: PicksProps<T>): JSX.Element {
  const handleToggle = (one: T): void =>
    onChange(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]);
  return (
    <div className="plan-field" role="group" aria-label={label} data-testid={testId}>
      <span className="dim">{label}</span>
      <div className="scenario-choice">
        {all.map((one) => (
          <button
            key={one}
            type="button"
            className="pick"
            aria-pressed={chosen.includes(one)}
            onClick={() => handleToggle(one)}
          >
            {nameOf(one)}
          </button>
        ))}
      </div>
    </div>
  );
}
