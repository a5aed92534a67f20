import { type JSX, useEffect, useSyncExternalStore } from "react";
import { useReference } from "../api/queries.ts";
import { digitMode, useKeyAction, setDigitMode, watchDigitMode } from "../keys/use-keys.ts";
import { KeyCap } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { digitOrder, toggle } from "./choose.ts";

type SendToProps = {
  /** The type's own routing: these get the first digits. */
  readonly proposed: readonly string[];
  readonly chosen: readonly string[];
  /** Already have this incident. */
  readonly sent?: readonly string[];
  readonly onChange: (agencies: readonly string[]) => void;
  readonly save: JSX.Element;
};

/** Agencies by digit: D, then 1–9; Ctrl+Enter sends all chosen. */
export function SendTo({ proposed, chosen, sent = [], onChange, save }: SendToProps): JSX.Element {
  const text = useText("form");
  const mode = useSyncExternalStore(watchDigitMode, digitMode);
  const agencies = digitOrder(useReference(), proposed).filter(({ id }) => !sent.includes(id));
  // Digits name agencies only while the list they are printed on is on screen.
  useEffect(() => () => void (digitMode() === "agencies" && setDigitMode("none")), []);
  useKeyAction("agencies", () => setDigitMode("agencies"));
  useKeyAction("digit", ({ digit }) => {
    const agency = agencies[digit - 1];
    if (digitMode() === "agencies" && agency !== undefined) onChange(toggle(chosen, agency.id));
  });
  return (
    <Panel
      title={text("send-to")}
      icon="arrow"
      note={mode === "agencies" ? text("send-to.press") : text("send-to.note")}
      corner={<KeyCap>D</KeyCap>}
      grow
      testId="send-to"
    >
      <ul className={mode === "agencies" ? "choosing scroll" : "scroll"}>
        {agencies.map((agency, n) => (
          <li key={agency.id}>
            <button
              type="button"
              className="agency-line"
              aria-pressed={chosen.includes(agency.id)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChange(toggle(chosen, agency.id))}
              data-testid={`agency-${agency.id}`}
            >
              {n < 9 ? <KeyCap>{n + 1}</KeyCap> : <span className="no-key" />}
              <b>{agency.shortName}</b>
              <span className="dim cut">{agency.name}</span>
              {chosen.includes(agency.id) ? (
                <span className="chip accent">
                  <Icon name="check" />
                  {text("chosen")}
                </span>
              ) : (
                <Icon name="plus" />
              )}
            </button>
          </li>
        ))}
      </ul>
      <div className="panel-foot">{save}</div>
    </Panel>
  );
}
