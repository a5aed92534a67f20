import { type JSX, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { shortClockText } from "../parts/time.ts";
import { useLanguage, useText } from "../words/words.ts";
import type { ShownCall } from "../desk/desk-view.ts";
import { LaneFacts } from "../lanes/LaneFacts.tsx";
import { factsOf } from "../desk/facts.ts";

/** What is known of this number: dated facts, genuine reports first. The whole number is one key away, and logged. */
export function CallerFacts({ call }: { readonly call: ShownCall }): JSX.Element {
  const text = useText("facts");
  const language = useLanguage();
  const { me } = useSeat();
  const [unmasked, setUnmasked] = useState<string | null>(null);
  const may = me.mayUnmask && call.number !== null;
  const handleUnmask = async (): Promise<void> => {
    const called = await callRoute("unmaskCall", { params: { call: call.id } });
    if (called.ok) setUnmasked(called.value.number);
    else say(called.refusal.sentence);
  };
  useKeyAction("unmask", () => may && void handleUnmask());
  const corner = may && unmasked === null && (
    <Button look="quiet" keyCap="U" onPress={() => act({ type: "unmask" })} testId="unmask">
      {text("unmask")}
    </Button>
  );
  return (
    <Panel title={text("title")} icon="person" corner={corner} testId="caller-facts">
      <ul className="facts">
        <li>
          <Icon name="phone" />
          <b className="number" data-testid="full-number">
            {unmasked ?? call.number ?? text("withheld")}
          </b>
          <span className="when">{shortClockText(call.arrivedAt)}</span>
        </li>
        {call.facts === null && (
          <li>
            <Icon name="info" />
            <span>{text("no-history")}</span>
          </li>
        )}
        {call.facts !== null &&
          factsOf(call.facts, text, language).map((fact) => (
            <li key={fact.text + fact.when} className={fact.kind}>
              <Icon name={fact.kind === "genuine" ? "check" : "history"} />
              <span>{fact.text}</span>
              <span className="when">{fact.when}</span>
            </li>
          ))}
        <LaneFacts call={call} />
        {(call.row?.digits ?? "") !== "" && (
          <li>
            <Icon name="list" />
            <span>{text("digits")}</span>
            <b className="when">{call.row?.digits}</b>
          </li>
        )}
      </ul>
    </Panel>
  );
}
