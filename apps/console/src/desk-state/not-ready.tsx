import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { tellExchange } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";

type NotReadyView = Extract<DeskView, { state: "not-ready" }>;

/** *Siap* through the centre; with the centre away, through the exchange. False when refused, which is then said. */
export async function becomeReady(): Promise<boolean> {
  const called = await callRoute("ready");
  if (called.ok) return true;
  if (called.status === null && tellExchange({ type: "ready" }) !== null) return true;
  say(called.refusal.sentence);
  return false;
}

/** Signed in and not taking calls: a break, or a desk that lost its audio. */
export function NotReadyBar({ view }: { readonly view: NotReadyView }): JSX.Element {
  const text = useText("bar");
  useKeyAction("ready", () => void becomeReady());
  const { reason } = view;
  const known = reason === "vanished" || reason === "no-audio";
  return (
    <BarShape
      state="not-ready"
      icon="pause"
      label={text("not-ready")}
      timer={<Elapsed since={view.since} />}
      facts={
        <>
          <b className="cut">{known ? text(`not-ready.${reason}`) : (reason ?? text("not-ready.none"))}</b>
          <span className="muted cut">{text("not-ready.hint")}</span>
        </>
      }
      actions={
        <Button look="go" size="main" icon="check" keyCap="F8" onPress={() => act({ type: "ready" })} testId="ready">
          {text("ready")}
        </Button>
      }
    />
  );
}
