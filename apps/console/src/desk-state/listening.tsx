import type { JSX } from "react";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { reasonsOf } from "../lanes/reasons.ts";
import { reportHeard } from "../listen/listen.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { LevelMeter } from "../parts/level-meter.tsx";
import { durationText } from "../parts/time.ts";
import { useNow } from "../parts/use-now.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { useLanguage, useText } from "../words/words.ts";

type ListeningView = Extract<DeskView, { state: "listening" }>;

/** Listening to a waiting caller who hears nothing of it. It ends by itself, also when a call rings here. */
export function ListeningBar({ view }: { readonly view: ListeningView }): JSX.Element {
  const text = useText("listen");
  const facts = useText("facts");
  const { remote } = useSoftphone();
  const { call } = view;
  useKeyAction("answer", () => void reportHeard(call.id, "answer"));
  useKeyAction("heard", ({ found }) => void reportHeard(call.id, found));
  return (
    <BarShape
      state="listening"
      icon="ear"
      label={text("listening")}
      timer={view.until === null ? <Elapsed since={view.since} /> : <Left until={view.until} />}
      middle={
        <div className="identity">
          <b className="number cut" data-testid="caller-number">
            {call.number ?? facts("withheld")}
          </b>
          <LevelMeter label={text("caller")} stream={remote} testId="level-caller" />
        </div>
      }
      facts={<ListeningFacts view={view} />}
      actions={
        <>
          <Button
            look="go"
            size="main"
            icon="phone"
            keyCap="F8"
            onPress={() => act({ type: "answer" })}
            testId="answer"
          >
            {text("answer")}
          </Button>
          <Button
            size="main"
            keyCap="1"
            onPress={() => act({ type: "heard", found: "emergency" })}
            testId="heard-emergency"
          >
            {text("emergency")}
          </Button>
          <Button
            size="main"
            keyCap="2"
            onPress={() => act({ type: "heard", found: "nuisance" })}
            testId="heard-nuisance"
          >
            {text("nuisance")}
          </Button>
          <Button
            look="quiet"
            size="main"
            keyCap="Esc"
            onPress={() => act({ type: "heard", found: "unsure" })}
            testId="heard-unsure"
          >
            {text("stop")}
          </Button>
        </>
      }
    />
  );
}

function ListeningFacts({ view: { call } }: { readonly view: ListeningView }): JSX.Element {
  const text = useText("listen");
  const [lanes, facts, language] = [useText("lanes"), useText("facts"), useLanguage()];
  const reasons = call.row === null ? [] : reasonsOf(call.row, { lanes, facts, language });
  return (
    <>
      <b className="cut" data-testid="not-heard">
        {text("not-heard")}
      </b>
      <span className="muted cut">{[text("keeps-place"), ...reasons].join(" · ")}</span>
    </>
  );
}

/** The time that is left, counted down. */
function Left({ until }: { readonly until: number }): JSX.Element {
  const text = useText("listen");
  const left = until - useNow(250) + 999;
  return (
    <span aria-hidden="true" title={text("left")}>
      {durationText(left)}
    </span>
  );
}
