import type { CallRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { reasonsOf } from "../lanes/reasons.ts";
import { listenTo } from "../listen/listen.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { tellExchange } from "../softphone/softphone.ts";
import { useLanguage, useText } from "../words/words.ts";

async function takeBreak(reason: string): Promise<void> {
  const called = await callRoute("pause", { body: { reason } });
  if (called.ok) return;
  if (called.status === null && tellExchange({ type: "pause", reason }) !== null) return;
  say(called.refusal.sentence);
}

/** Ready: the next call may ring here. */
export function AvailableBar({ view }: { readonly view: Extract<DeskView, { state: "available" }> }): JSX.Element {
  const text = useText("bar");
  const listen = useText("listen");
  const board = useBoard();
  const figures = board?.figures;
  const worth = board?.calls[board.room?.worthGlance ?? ""];
  useKeyAction("listen", () => worth !== undefined && void listenTo(worth.id));
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
          {worth === undefined ? (
            <span className="cut">{text("available.hint")}</span>
          ) : (
            <WorthListening call={worth} />
          )}
          {worth === undefined && figures !== undefined && (
            <span className="muted cut">
              {text("available.figures", { incoming: figures.incoming, reached, missed, open: figures.open })}
            </span>
          )}
        </>
      }
      actions={
        <>
          {worth !== undefined && (
            <Button
              look="primary"
              size="main"
              icon="ear"
              keyCap="S"
              onPress={() => act({ type: "listen" })}
              testId="listen"
            >
              {listen("listen")}
            </Button>
          )}
          <Button icon="pause" size="main" keyCap="J" onPress={() => act({ type: "pause" })} testId="pause">
            {text("pause")}
          </Button>
        </>
      }
    />
  );
}

/** Somebody waits whom nobody has heard yet, and this desk is free: an offer, with the facts, and what the caller hears of it. */
function WorthListening({ call }: { readonly call: CallRow }): JSX.Element {
  const text = useText("listen");
  const [lanes, facts, language] = [useText("lanes"), useText("facts"), useLanguage()];
  const reasons = reasonsOf(call, { lanes, facts, language });
  return (
    <>
      <span className="cut" role="status" data-testid="worth-listening">
        <b>{text("worth", { number: call.number ?? facts("withheld") })}</b> {reasons.join(" · ")}
      </span>
      <span className="muted cut">{text("not-heard.why")}</span>
    </>
  );
}
