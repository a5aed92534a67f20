import { type JSX, useSyncExternalStore } from "react";
import { type Classification, nuisanceClasses } from "../keys/key-map.ts";
import { act, digitMode, setDigitMode, watchDigitMode } from "../keys/use-keys.ts";
import { KeyCap } from "../parts/button.tsx";
import { useText } from "../words/words.ts";
import type { DeskView } from "./desk-view.ts";
import { useClassifying } from "./use-classifying.ts";

const keys = [
  ["F1", "emergency"],
  ["F2", "non-emergency"],
  ["F3", "information"],
  ["F4", "silent"],
  ["F5", "nuisance"],
  ["F6", "disconnected"],
  ["F7", "misdial"],
] as const;

/** F1–F7, always in the same place; dim without a call. F5 opens its row in place. */
export function KeyStrip({ view }: { readonly view: DeskView }): JSX.Element {
  const text = useText("keys");
  const mode = useSyncExternalStore(watchDigitMode, digitMode);
  const { chosen, active } = useClassifying(view);
  const nuisance = mode === "nuisance" && active;
  return (
    <footer className="keys" aria-label={text("strip")} data-testid="key-strip">
      {nuisance ? (
        <NuisanceRow />
      ) : (
        keys.map(([key, name]) => <ClassKey key={key} cap={key} name={name} chosen={chosen} active={active} />)
      )}
      <button
        type="button"
        className="strip-key plain"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => act({ type: "undo" })}
        data-testid="undo"
      >
        <KeyCap>Ctrl+Z</KeyCap> {text("undo")}
      </button>
      <button
        type="button"
        className="strip-key plain"
        onClick={() => act({ type: "cheat-sheet" })}
        data-testid="cheat-sheet"
      >
        <KeyCap>?</KeyCap> {text("cheat-sheet")}
      </button>
    </footer>
  );
}

type ClassKeyProps = {
  readonly cap: string;
  readonly name: (typeof keys)[number][1];
  readonly chosen: Classification | null;
  readonly active: boolean;
};

function ClassKey({ cap, name, chosen, active }: ClassKeyProps): JSX.Element {
  const text = useText("keys");
  const nuisance = (nuisanceClasses as readonly Classification[]).includes(chosen ?? "unclear");
  const on = name === "nuisance" ? nuisance : chosen === name;
  const label = on && chosen !== null && name === "nuisance" ? text(`class.${chosen}`) : text(`class.${name}`);
  return (
    <button
      type="button"
      className={`strip-key${on ? " on" : ""}`}
      disabled={!active}
      aria-pressed={on}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => act(name === "nuisance" ? { type: "nuisance" } : { type: "classify", classification: name })}
      data-testid={`classify-${name}`}
    >
      <KeyCap>{cap}</KeyCap> {label}
    </button>
  );
}

function NuisanceRow(): JSX.Element {
  const text = useText("keys");
  return (
    <div className="nuisance-row" role="group" aria-label={text("class.nuisance")} data-testid="nuisance-row">
      <KeyCap>F5</KeyCap>
      {nuisanceClasses.map((name, n) => (
        <button
          key={name}
          type="button"
          className="strip-key"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => act({ type: "digit", digit: n + 1 })}
          data-testid={`classify-${name}`}
        >
          <KeyCap>{n + 1}</KeyCap> {text(`class.${name}`)}
        </button>
      ))}
      <button type="button" className="strip-key plain" onClick={() => setDigitMode("none")}>
        <KeyCap>Esc</KeyCap> {text("cancel")}
      </button>
    </div>
  );
}
