import type { JSX } from "react";
import { Chip } from "../parts/chip.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLanguage, useText } from "../words/words.ts";
import type { ShownCall } from "./desk-view.ts";
import { factsLine, factsOf } from "./facts.ts";

/** Number (masked), line called and the test mark. */
export function CallIdentity({ call }: { readonly call: ShownCall }): JSX.Element {
  const text = useText("facts");
  return (
    <div className="identity">
      <span className="chips">
        {call.lineName !== "" && (
          <Chip tone="accent" icon="phone">
            {call.lineName}
          </Chip>
        )}
        {call.test && <Chip tone="warn">{text("test")}</Chip>}
      </span>
      <b className="number cut" data-testid="caller-number">
        {call.number ?? text("withheld")}
      </b>
    </div>
  );
}

/** The first fact: genuine reports of this number, also when there are none. */
export function GenuineLine({ call }: { readonly call: ShownCall }): JSX.Element | null {
  const text = useText("facts");
  const language = useLanguage();
  const first = call.facts === null ? undefined : factsOf(call.facts, text, language)[0];
  if (first === undefined) return null;
  return (
    <div className="fact-first cut">
      <Icon name={first.kind === "genuine" ? "check" : "history"} /> <b>{first.text}</b> {first.when}
    </div>
  );
}

/** The ringing bar's two lines of facts. */
export function CallFactLines({ call }: { readonly call: ShownCall }): JSX.Element {
  const text = useText("facts");
  const language = useLanguage();
  return (
    <>
      <GenuineLine call={call} />
      <div className="muted cut">{factsLine(call, text, language)}</div>
    </>
  );
}
