import { type JSX, useRef, useState } from "react";
import { Button } from "../parts/button.tsx";
import { useText } from "../words/words.ts";
import { publishedScenarios, useScenarioName } from "./scenario-name.ts";
import type { PlanQuestion } from "./use-plan.ts";

/** A published scenario by name, or the content of a city's own file. */
export type ScenarioChoice = Pick<PlanQuestion, "scenario" | "file">;
type ScenarioFieldProps = { readonly chosen: ScenarioChoice; readonly onChoose: (choice: ScenarioChoice) => void };

/** Who calls: one of the published scenarios, or a file of the city's own figures. */
export function ScenarioField({ chosen, onChoose }: ScenarioFieldProps): JSX.Element {
  const text = useText("planner");
  const nameOf = useScenarioName();
  const [unreadable, setUnreadable] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const handleFile = async (file: File | undefined): Promise<void> => {
    const read = file === undefined ? null : readScenario(await file.text());
    setUnreadable(file !== undefined && read === null);
    if (read !== null) onChoose({ file: read });
  };
  const ownName = chosen.file === undefined ? null : String(chosen.file["name"] ?? text("own-file"));
  return (
    <div className="plan-field">
      <label className="plan-field">
        <span className="dim">{text("scenario")}</span>
        <select
          className="choice"
          value={chosen.scenario ?? ""}
          onChange={({ currentTarget }) => onChoose({ scenario: currentTarget.value })}
          data-testid="plan-scenario"
        >
          {ownName !== null && <option value="">{ownName}</option>}
          {publishedScenarios.map((name) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </select>
      </label>
      <input
        ref={picker}
        className="unseen"
        type="file"
        accept="application/json,.json"
        aria-label={text("file")}
        tabIndex={-1}
        onChange={({ currentTarget }) => void handleFile(currentTarget.files?.[0])}
        data-testid="plan-file"
      />
      <Button icon="note" onPress={() => picker.current?.click()}>
        {text("file")}
      </Button>
      {unreadable && (
        <p className="refused" role="alert">
          {text("file.unreadable")}
        </p>
      )}
    </div>
  );
}

/** The file's object; null when it is none. What it says is checked by the centre, which names the key. */
function readScenario(content: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(content);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
