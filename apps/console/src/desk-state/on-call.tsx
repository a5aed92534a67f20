import { type JSX, useRef } from "react";
import { BarShape } from "../desk/BarShape.tsx";
import { CallIdentity, GenuineLine } from "../desk/CallFacts.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { say } from "../frame/notice.ts";
import { answerWindow } from "../keys/key-map.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { useParkAsked } from "../park/park-asked.ts";
import { parkCall } from "../park/park-call.ts";
import { ParkStrip } from "../park/ParkStrip.tsx";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { LevelMeter } from "../parts/level-meter.tsx";
import { command } from "../softphone/desk-commands.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { type Text, useText } from "../words/words.ts";
import { EndKey, MuteKey } from "./speaking-keys.tsx";

type OnCallView = Extract<DeskView, { state: "on-call" }>;

/** Connected, or on hold. The form beside it is where the work is. */
export function OnCallBar({ view }: { readonly view: OnCallView }): JSX.Element {
  const text = useText("bar");
  const { call, held } = view;
  const { microphone, remote } = useSoftphone();
  const asked = useParkAsked(view, useBoard());
  return (
    <BarShape
      state={held ? "held" : "on-call"}
      icon={held ? "pause" : "phone"}
      label={text(labelOf(view))}
      timer={<Elapsed since={view.since} />}
      middle={
        <span className="levels">
          <LevelMeter label={consulted(view)?.name ?? text("level.caller")} stream={remote} testId="level-caller" />
          <LevelMeter label={text("level.you")} stream={microphone} testId="level-you" />
        </span>
      }
      facts={asked === null ? <OnCallFacts view={view} /> : <ParkStrip key={asked.waiting.id} asked={asked} />}
      actions={<OnCallActions key={call.id} view={view} asked={asked !== null} />}
    />
  );
}

/** The party spoken to while the caller waits. */
const consulted = ({ call, held }: OnCallView) =>
  held ? call.row?.parties.find(({ how, state }) => how === "consult" && state === "talking") : undefined;

function labelOf(view: OnCallView) {
  if (view.call.row?.state === "transferring") return "transferring";
  if (!view.held) return "on-call";
  return consulted(view) === undefined ? "held" : "consulting";
}

function OnCallFacts({ view }: { readonly view: OnCallView }): JSX.Element {
  const text = useText("bar");
  const { standing, muted, channel } = useSoftphone();
  const missing = view.call.row?.audioMissing ?? [];
  const caller = standing.audio.caller === "missing" || missing.includes("caller");
  // Where the whole path is lost the strip says so; the headset is not at fault.
  const desk = channel === "up" && (standing.audio.desk === "missing" || missing.includes("desk"));
  return (
    <div className="bar-call">
      <CallIdentity call={view.call} />
      {caller || desk || muted ? (
        <b className="audio-missing cut" role="alert">
          {caller ? text("audio.caller") : muted ? text("audio.muted") : text("audio.desk")}
        </b>
      ) : (
        <div className="bar-facts">
          <GenuineLine call={view.call} />
          <span className="muted cut">{text("asking")}</span>
        </div>
      )}
    </div>
  );
}

/** What F8 and F9 mean with others in the call: F9 ends a consultation, never the caller who waits for it. */
function wordsFor({ call, held }: OnCallView, text: Text<"bar">): { readonly hold: string; readonly end: string } {
  const { state, parties } = call.row ?? { state: "answered", parties: [] };
  const asked = parties.find(({ how }) => how === "consult");
  const waiting = parties.find((party) => party.how === "consult" && party.state === "held");
  if (state === "transferring") return { hold: text("transferring.back"), end: text("transferring.back") };
  if (held && asked !== undefined) return { hold: text("to-caller"), end: text("end.party", { name: asked.name }) };
  const end = parties.length > 0 ? text("end.all") : text("end");
  if (waiting !== undefined) return { hold: text("to-party", { name: waiting.name }), end };
  return { hold: held ? text("resume") : text("hold"), end };
}

type OnCallActionsProps = { readonly view: OnCallView; /** F8 parks just now. */ readonly asked: boolean };

function OnCallActions({ view, asked }: OnCallActionsProps): JSX.Element {
  const text = useText("bar");
  const { call, held } = view;
  const { hold, end } = wordsFor(view, text);
  const shownAt = useRef(Date.now());
  useKeyAction("hold", () => {
    // A nervous second F8 meant the answer, not a hold.
    if (Date.now() - shownAt.current < answerWindow) return;
    void command({ type: held ? "resume" : "hold", call: call.id }).then(say);
  });
  return (
    <>
      <MuteKey />
      <Button
        size="main"
        look={held ? "go" : "plain"}
        icon="pause"
        {...(!asked && { keyCap: "F8" })}
        onPress={() => act({ type: "hold" })}
        testId={held ? "resume" : "hold"}
      >
        {hold}
      </Button>
      {call.row?.mayPark === true && !asked && (
        <Button size="main" icon="park" onPress={() => void parkCall(call.id)} testId="park">
          {text("park")}
        </Button>
      )}
      {call.row?.desk === view.desk && call.row.parties.length === 0 && !asked && (
        <Button size="main" icon="outgoing" keyCap="F10" onPress={() => act({ type: "party" })} testId="call-party">
          {text("party")}
        </Button>
      )}
      <EndKey label={end} onEnd={() => void command({ type: "hang-up", call: call.id }).then(say)} />
    </>
  );
}
