import type { JSX } from "react";
import { useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import type { Priority } from "./draft.ts";

const priorities = [1, 2, 3, 4] as const satisfies readonly Priority[];
type PriorityPickerProps = { readonly chosen: Chosen; readonly onChange: (priority: Priority) => void };

export function PriorityPicker({ chosen, onChange }: PriorityPickerProps): JSX.Element {
  const text = useText("form");
  const status = useText("status");
  return (
    <fieldset className="questions">
      <legend>{text("priority")}</legend>
      <span className="segments" role="radiogroup" aria-label={text("priority")}>
        {priorities.map((priority) => (
          <button
            key={priority}
            type="button"
            role="radio"
            aria-checked={chosen.priority === priority}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChange(priority)}
            data-testid={`priority-${priority}`}
          >
            {status(`priority.${priority}`)}
          </button>
        ))}
      </span>
    </fieldset>
  );
}
