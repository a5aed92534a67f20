import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { BarShape } from "../desk/BarShape.tsx";
import { CallIdentity } from "../desk/CallFacts.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { durationText } from "../parts/time.ts";
import { useNow } from "../parts/use-now.ts";
import { useText } from "../words/words.ts";

type WrapUpView = Extract<DeskView, { state: "wrap-up" }>;

async function finish(): Promise<void> {
  const called = await callRoute("finishWrapUp");
  if (!called.ok) say(called.refusal.sentence);
}

/** After the call: one key says what it was. It lapses by itself, so that no form ever holds a seat. */
export function WrapUpBar({ view }: { readonly view: WrapUpView }): JSX.Element {
  const text = useText("bar");
  const classified = view.call.row?.classification ?? null;
  useKeyAction("finish", () => void finish());
  return (
    <BarShape
      state="wrap-up"
      icon="pencil"
      label={text("wrap-up")}
      timer={<Countdown since={view.since} lapsesAt={view.lapsesAt} />}
      middle={<CallIdentity call={view.call} />}
      facts={
        <>
          <b className="cut">{classified === null ? text("wrap-up.choose") : text("wrap-up.chosen")}</b>
          <span className="muted cut">{text("wrap-up.lapse")}</span>
        </>
      }
      actions={
        <Button
          look="go"
          size="main"
          icon="check"
          keyCap="F8"
          onPress={() => act({ type: "finish" })}
          testId="finish-wrap-up"
        >
          {text("wrap-up.finish")}
        </Button>
      }
    />
  );
}

/** Time left, as figures and as a bar that empties. */
function Countdown({ since, lapsesAt }: { readonly since: number; readonly lapsesAt: number | null }): JSX.Element {
  const now = useNow(250);
  if (lapsesAt === null) return <>{durationText(now - since)}</>;
  const left = Math.max(0, lapsesAt - now);
  const share = Math.min(1, left / Math.max(1, lapsesAt - since));
  return (
    <span data-testid="wrap-up-left">
      {durationText(left + 999)}
      <span className="countdown" aria-hidden="true">
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
