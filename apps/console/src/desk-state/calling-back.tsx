import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { Elapsed } from "../parts/elapsed.tsx";
import { LevelMeter } from "../parts/level-meter.tsx";
import { useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { EndKey, MuteKey } from "./speaking-keys.tsx";

type CallingBackView = Extract<DeskView, { state: "calling-back" }>;

async function hangUp(view: CallingBackView): Promise<void> {
  const called = await callRoute("hangUpCallback", { params: { call: view.callback.id } });
  if (!called.ok) say(called.refusal.sentence);
}

/** This desk is dialling, or speaking with, someone whose call we lost. */
export function CallingBackBar({ view }: { readonly view: CallingBackView }): JSX.Element {
  const text = useText("bar");
  const { microphone, remote } = useSoftphone();
  const { callback, answeredAt } = view;
  return (
    <BarShape
      state={answeredAt === null ? "calling-back" : "on-call"}
      icon="outgoing"
      label={answeredAt === null ? text("calling-back") : text("called-back")}
      timer={<Elapsed since={view.since} />}
      middle={
        <span className="levels">
          <LevelMeter label={text("level.caller")} stream={remote} />
          <LevelMeter label={text("level.you")} stream={microphone} />
        </span>
      }
      facts={
        <>
          <b className="number">{callback.number}</b>
          <span className="muted cut">{text("calling-back.attempt", { count: callback.attempts })}</span>
        </>
      }
      actions={
        <>
          <MuteKey />
          <EndKey label={text("end")} onEnd={() => void hangUp(view)} />
        </>
      }
    />
  );
}
