import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { tellExchange } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";

async function takeBreak(reason: string): Promise<void> {
  const called = await callRoute("pause", { body: { reason } });
  if (called.ok) return;
  if (called.status === null && tellExchange({ type: "pause", reason }) !== null) return;
  say(called.refusal.sentence);
}

/** Ready: the next call may ring here. */
export function AvailableBar({ view }: { readonly view: Extract<DeskView, { state: "available" }> }): JSX.Element {
  const text = useText("bar");
  const figures = useBoard()?.figures;
  useKeyAction("pause", () => void takeBreak(text("pause.reason")));
  const reached = (figures?.outcomes["answered"] ?? 0) + (figures?.outcomes["answered_elsewhere"] ?? 0);
  const missed = (figures?.incoming ?? 0) - reached - (figures?.open ?? 0);
  return (
    <BarShape
      state="available"
      icon="headset"
      label={text("available")}
      timer={<Elapsed since={view.since} />}
      facts={
        <>
          <span className="cut">{text("available.hint")}</span>
          {figures !== undefined && (
            <span className="muted cut">
              {text("available.figures", { incoming: figures.incoming, reached, missed, open: figures.open })}
            </span>
          )}
        </>
      }
      actions={
        <Button icon="pause" size="main" keyCap="J" onPress={() => act({ type: "pause" })} testId="pause">
          {text("pause")}
        </Button>
      }
    />
  );
}
