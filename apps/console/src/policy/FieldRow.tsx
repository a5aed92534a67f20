import { TextInput } from "@mantine/core";
import type { TriageKey } from "@siaga/contracts/triage-policy";
import { type JSX, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import { readTyped, shownOf, unitOf } from "./units.ts";
import { type Field, type Parameters, valueAt, valueOn } from "./values.ts";

export type FieldRowProps = {
  readonly field: Field;
  readonly parameters: Parameters;
  readonly defaults: Parameters;
  readonly onChange: (key: string, value: unknown) => void;
  /** True while what is typed cannot be used. */
  readonly onWrong: (key: string, wrong: boolean) => void;
  readonly readOnly: boolean;
};
type ValueProps = FieldRowProps & { readonly value: unknown; readonly label: string };

/** Parts that rest on what people were never measured to do: the assumption is spelled out beside the switch. */
const assumptions = [
  "parkAnyAfter",
  "parkAnyUntil",
  "parkInformation",
  "glance",
  "overload",
  "answeredByAll.parkAgainAfter",
  "alone.parkAgainAfter",
] as const;

/** One thing that can be tuned: its words, the value in a unit people use, the product's own value beside it. */
export function FieldRow(props: FieldRowProps): JSX.Element {
  const { field, parameters, defaults } = props;
  const text = useText("policy");
  const value = valueAt(parameters, field.key);
  const label = text(`key.${field.key as TriageKey}`);
  const assumption = field.assumption ? assumptions.find((key) => key === field.key) : undefined;
  const standard = valueAt(defaults, field.key);
  return (
    <div className="policy-row" data-testid={`policy-${field.key}`}>
      <span>
        {label}
        {assumption !== undefined && (
          <span className="assumed">
            <Icon name="warning" /> {text(`assumed.${assumption}`)}
          </span>
        )}
      </span>
      {field.mayBeOff || typeof value === "boolean" ? <OnOff {...props} value={value} label={label} /> : <span />}
      {field.unit === "switch" || value === null || typeof value === "boolean" ? (
        <span />
      ) : (
        <Value {...props} value={value} label={label} />
      )}
      <Standard field={field} value={standard} />
    </div>
  );
}

function OnOff({ field, value, defaults, onChange, readOnly, label }: ValueProps): JSX.Element {
  const text = useText("policy");
  const on = value !== null && value !== false;
  const next = typeof value === "boolean" ? !value : on ? null : valueOn(field, defaults);
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={on ? "switch on" : "switch"}
      disabled={readOnly}
      onClick={() => onChange(field.key, next)}
    >
      {on ? text("on") : text("off")}
    </button>
  );
}

function Value(props: ValueProps): JSX.Element {
  const { field, value, onChange, readOnly, label } = props;
  const text = useText("policy");
  if (field.unit !== "choice") return <NumberValue {...props} />;
  return (
    <select
      className="choice"
      aria-label={label}
      value={String(value)}
      disabled={readOnly}
      onChange={({ currentTarget }) => onChange(field.key, currentTarget.value)}
    >
      {field.choices.map((choice) => (
        <option key={choice} value={choice}>
          {text(`choice.${choice as "express" | "claim"}`)}
        </option>
      ))}
    </select>
  );
}

/** The error stands beside the field; what cannot be used is kept as typed and changes nothing. */
function NumberValue({ field, value, onChange, onWrong, readOnly, label }: ValueProps): JSX.Element {
  const text = useText("policy");
  const unit = unitOf(field);
  const [typed, setTyped] = useState(() => shownOf(Number(value), unit));
  const read = readTyped(typed, field);
  const [low, high] = [shownOf(field.low ?? 0, unit), shownOf(field.high ?? 0, unit)];
  const unitWord = unit.name === "number" ? "" : text(`unit.${unit.name}`);
  return (
    <span className="policy-value">
      <TextInput
        aria-label={label}
        value={typed}
        disabled={readOnly}
        inputMode="decimal"
        error={read.ok ? null : text(`wrong.${read.why}`, { low, high, unit: unitWord })}
        onChange={({ currentTarget }) => {
          const next = readTyped(currentTarget.value, field);
          setTyped(currentTarget.value);
          onWrong(field.key, !next.ok);
          if (next.ok) onChange(field.key, next.value);
        }}
      />
      <span className="dim">{unitWord}</span>
    </span>
  );
}

/** What the product has here, so that a change is seen as one. */
function Standard({ field, value }: { readonly field: Field; readonly value: unknown }): JSX.Element {
  const text = useText("policy");
  const unit = unitOf(field);
  const said = (): string => {
    if (value === null || value === false) return text("off");
    if (field.unit === "switch" || value === true) return text("on");
    if (field.unit === "choice") return text(`choice.${String(value) as "express" | "claim"}`);
    const shown = shownOf(Number(value), unit);
    return unit.name === "number" ? shown : `${shown} ${text(`unit.${unit.name}`)}`;
  };
  return <span className="dim right">{text("standard", { value: said() })}</span>;
}
