import { type JSX, useState } from "react";
import { useKeyAction } from "../keys/use-keys.ts";
import { Button, KeyCap } from "../parts/button.tsx";
import { useText } from "../words/words.ts";

const rows = [
  ["F8", "go-on"],
  ["F9 F9", "end"],
  ["F8 Esc", "park"],
  ["S", "listen"],
  ["F8 1 2 Esc", "heard"],
  ["I Enter", "bulletin"],
  ["F10", "party"],
  ["P", "directory"],
  ["T", "confer"],
  ["L", "drop-party"],
  ["0–9 * #", "press"],
  ["R", "return"],
  ["Ctrl+M", "mute"],
  ["F1–F4 F6 F7", "classify"],
  ["F5 1–4", "nuisance"],
  ["Ctrl+Z", "undo"],
  ["Esc", "leave"],
  ["A", "area"],
  ["N", "narrative"],
  ["D 1–9", "agencies"],
  ["Ctrl+Enter", "save"],
  ["G", "join"],
  ["U", "unmask"],
  ["B", "call-back"],
  ["K", "incidents"],
  ["J", "pause"],
  ["?", "sheet"],
] as const;

/** `?`: every key of the desk, beside the work and not over it. Esc closes. */
export function CheatSheet(): JSX.Element | null {
  const text = useText("cheat-sheet");
  const [open, setOpen] = useState(false);
  useKeyAction("cheat-sheet", () => setOpen((was) => !was));
  useKeyAction("leave-field", () => setOpen(false));
  if (!open) return null;
  return (
    <aside className="cheat-sheet" aria-label={text("title")} data-testid="cheat-sheet-panel">
      <header>
        <h2>{text("title")}</h2>
        <Button look="quiet" keyCap="Esc" onPress={() => setOpen(false)}>
          {text("close")}
        </Button>
      </header>
      <dl>
        {rows.map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.split(" ").map((key, n) => (
                <KeyCap key={n}>{key}</KeyCap>
              ))}
            </dt>
            <dd>{text(word)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
