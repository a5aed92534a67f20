import { type JSX, useEffect, useRef } from "react";
import { answerWindow } from "../keys/key-map.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { soundExpressWaits } from "../softphone/sounds.ts";
import { useText } from "../words/words.ts";
import { goOnWith, type ParkAsked } from "./park-asked.ts";
import { parkCall } from "./park-call.ts";

/** In the call bar, never over it and never taking the focus: somebody express waits; park this call? */
export function ParkStrip({ asked }: { readonly asked: ParkAsked }): JSX.Element {
  const text = useText("park");
  const shownAt = useRef(Date.now());
  useEffect(soundExpressWaits, []);
  // F8 pressed at the moment the question appears still meant the hold.
  useKeyAction("park", () =>
    Date.now() - shownAt.current < answerWindow ? act({ type: "hold" }) : void parkCall(asked.call),
  );
  useKeyAction("go-on", () => goOnWith(asked));
  return (
    <div className="park-strip" data-testid="park-strip">
      <b className="cut" role="status">
        <Icon name="express" /> {text("waits")} <Elapsed since={asked.waiting.arrivedAt} />.{" "}
        {text(asked.information ? "asks.information" : "asks")}
      </b>
      <div className="chips">
        <Button look="primary" keyCap="F8" onPress={() => void parkCall(asked.call)} testId="park">
          {text("park")}
        </Button>
        <Button look="quiet" keyCap="Esc" onPress={() => act({ type: "go-on" })} testId="go-on">
          {text("go-on")}
        </Button>
        <span className="dim cut">{text("hears")}</span>
      </div>
    </div>
  );
}
