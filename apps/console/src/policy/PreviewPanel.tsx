import { type JSX, useState } from "react";
import { AnswerCurves } from "../charts/AnswerCurves.tsx";
import { Button } from "../parts/button.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { ProgressLine } from "../parts/progress-line.tsx";
import { useScenarioName } from "../planner/scenario-name.ts";
import { useText } from "../words/words.ts";
import { PreviewTable } from "./PreviewTable.tsx";
import type { Preview } from "./use-preview.ts";
import type { Setting } from "./values.ts";

type PreviewPanelProps = {
  readonly preview: Preview;
  readonly draft: Setting;
  readonly scenarios: readonly string[];
  /** Nothing typed is wrong. */
  readonly usable: boolean;
};

/** What a trial is played on unless somebody chooses otherwise: an ordinary evening, and a flood of new numbers. */
const usual = ["evening", "flood20u"];
const most = 4;

/** The change tried on simulated callers before it is saved: as it is now, as proposed, first come first served. */
export function PreviewPanel({ preview, draft, scenarios, usable }: PreviewPanelProps): JSX.Element {
  const text = useText("policy");
  const nameOf = useScenarioName();
  const [chosen, setChosen] = useState<readonly string[]>(usual);
  const [operators, setOperators] = useState(3);
  const { told } = preview;
  const handleToggle = (name: string): void =>
    setChosen((was) => (was.includes(name) ? was.filter((one) => one !== name) : [...was, name].slice(-most)));
  return (
    <Panel title={text("try")} icon="history" note={text("try.note")} padded grow testId="policy-preview">
      <div className="try-row">
        <label className="dim">
          {text("operators")}{" "}
          <select className="choice" value={operators} onChange={(event) => setOperators(Number(event.target.value))}>
            {[1, 2, 3, 4, 5, 6, 8, 10].map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </label>
        <Button
          look="primary"
          disabled={!usable || chosen.length === 0 || told?.state === "running"}
          onPress={() => void preview.start(draft, [...chosen], operators)}
          testId="policy-try"
        >
          {text("try")}
        </Button>
      </div>
      <div className="scenario-choice" role="group" aria-label={text("scenarios")}>
        {scenarios.map((name) => (
          <button
            key={name}
            type="button"
            className="pick"
            aria-pressed={chosen.includes(name)}
            onClick={() => handleToggle(name)}
          >
            {nameOf(name)}
          </button>
        ))}
      </div>
      {preview.sentence !== null && (
        <p className="refused" role="alert">
          {preview.sentence}
        </p>
      )}
      {told?.state === "running" && <ProgressLine share={told.done / Math.max(1, told.of)} label={text("trying")} />}
      {told === null && <Nothing icon="history" title={text("try.first")} />}
      <PreviewResults preview={preview} />
      <p className="dim">{text("simulated")}</p>
    </Panel>
  );
}

function PreviewResults({ preview: { told } }: { readonly preview: Preview }): JSX.Element | null {
  const text = useText("policy");
  const nameOf = useScenarioName();
  if (told === null || told.results.length === 0) return null;
  const played = [...new Set(told.results.map(({ scenario }) => scenario))];
  return (
    <>
      {played.map((scenario) => {
        const results = told.results.filter((row) => row.scenario === scenario);
        const curves = results.map(({ policy, answerTimes }) => ({ name: text(`row.${policy}`), points: answerTimes }));
        return (
          <section key={scenario} aria-label={nameOf(scenario)} data-testid={`preview-${scenario}`}>
            <h3>{nameOf(scenario)}</h3>
            <PreviewTable results={results} />
            <AnswerCurves title={nameOf(scenario)} curves={curves} />
          </section>
        );
      })}
    </>
  );
}
