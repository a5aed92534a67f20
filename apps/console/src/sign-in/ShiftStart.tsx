import { type JSX, useState } from "react";
import { useReference } from "../api/queries.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Icon } from "../parts/icon.tsx";
import { takeDesk, useDeskSession } from "../softphone/desk-session.ts";
import { mayHaveMicrophone } from "../softphone/microphone.ts";
import { useText } from "../words/words.ts";
import { InsecureOrigin } from "./InsecureOrigin.tsx";

/** The start of a shift: which desk. */
export function ShiftStart(): JSX.Element {
  const text = useText("shift");
  const { me } = useSeat();
  const session = useDeskSession();
  const board = useBoard();
  const desks = useReference()?.desks ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  if (!mayHaveMicrophone()) return <InsecureOrigin />;
  const handleTake = (desk: string): void => {
    setChosen(desk);
    void takeDesk(me, desk);
  };
  return (
    <main className="shift">
      <section className="card wide" aria-label={text("title")}>
        <h1>{text("title")}</h1>
        <p className="muted">{text("hint")}</p>
        <div className="desk-grid">
          {desks.map(({ desk, name }) => {
            const taken = board?.desks[desk];
            return (
              <button
                key={desk}
                type="button"
                className="desk-choice"
                disabled={taken !== undefined && taken.operator !== me.operator}
                aria-busy={chosen === desk && session.state === "claiming"}
                onClick={() => handleTake(desk)}
                data-testid={`take-${desk}`}
              >
                <Icon name="headset" large />
                <b>{name}</b>
                <span className="muted">
                  {taken === undefined ? text("free") : text("taken", { name: taken.operatorName })}
                </span>
              </button>
            );
          })}
        </div>
        {session.sentence !== null && (
          <p className="refused" role="alert">
            {session.sentence || text("unreachable")}
          </p>
        )}
      </section>
    </main>
  );
}
