import type { AlarmRow } from "@siaga/contracts/live";
import { type JSX, useEffect, useRef, useSyncExternalStore } from "react";
import { useLive } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { durationText } from "../parts/time.ts";
import { useNow } from "../parts/use-now.ts";
import { askMicrophone, takeDesk, useDeskSession } from "../softphone/desk-session.ts";
import { soundBlocked, unlockSound, watchSound } from "../softphone/sound.ts";
import { soundAlarm } from "../softphone/sounds.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { useNotice } from "./notice.ts";
import { useSessionOver } from "./session-over.ts";
import { Strip } from "./Strip.tsx";
import { Unsaved } from "./Unsaved.tsx";
import { useSeat } from "./use-desk-view.ts";
import { stay, useLeaving } from "./use-sign-out.ts";

/** Lines under the call bar, never over it: what everybody must know now, in words, with a sound once. */
export function Strips(): JSX.Element {
  const { board } = useLive();
  const alarms = Object.values(board?.alarms ?? {}).toSorted((a, b) => b.raisedAt - a.raisedAt);
  useAlarmSound(alarms);
  return (
    <div className="strips">
      <LostLink />
      <SessionOver />
      <Leaving />
      <LostAudio />
      <OtherTab />
      <FailOpen />
      <NoMicrophone />
      <NoSound />
      {alarms.map((alarm) => (
        <Strip key={`${alarm.alarm} ${alarm.subject}`} tone="crit" icon="warning" testId={`alarm-${alarm.alarm}`}>
          {alarm.sentence}{" "}
          <span className="dim">
            <Elapsed since={alarm.raisedAt} />
          </span>
        </Strip>
      ))}
      <Unsaved />
      <Notice />
    </div>
  );
}

/** One sound for each alarm that appears, none for those already there. */
function useAlarmSound(alarms: readonly AlarmRow[]): void {
  const known = useRef(new Set<string>());
  useEffect(() => {
    const names = alarms.map(({ alarm, subject, raisedAt }) => `${alarm} ${subject} ${raisedAt}`);
    if (names.some((name) => !known.current.has(name))) soundAlarm();
    known.current = new Set(names);
  }, [alarms]);
}

function LostLink(): JSX.Element | null {
  const { lostAt, offset } = useLive();
  const { socket, channel, standing } = useSoftphone();
  const text = useText("strips");
  const over = useSessionOver();
  const now = useNow(1000) - offset;
  if (over || lostAt === null || now - lostAt < 1_500) return null;
  const time = durationText(now - lostAt);
  if (standing.failOpen) {
    return (
      <Strip tone="warn" icon="warning" testId="centre-lost">
        <span data-testid="fail-open">{text("fail-open.since", { time })}</span>
      </Strip>
    );
  }
  const audio = socket === "up" || channel === "up";
  return (
    <Strip tone={audio ? "warn" : "crit"} icon="warning" testId="centre-lost">
      {audio ? text("centre-lost", { time }) : text("centre-lost.no-audio", { time })}
    </Strip>
  );
}

/** The conversation goes on; the centre takes nothing more from this desk before somebody signs in again. */
function SessionOver(): JSX.Element | null {
  const text = useText("strips");
  if (!useSessionOver()) return null;
  return (
    <Strip tone="warn" icon="info" testId="session-over">
      {text("session-over")}
    </Strip>
  );
}

function Leaving(): JSX.Element | null {
  const text = useText("strips");
  const { me } = useSeat();
  if (!useLeaving(me)) return null;
  const action = (
    <Button onPress={stay} testId="stay">
      {text("leaving.stay")}
    </Button>
  );
  return (
    <Strip tone="warn" icon="person" testId="leaving" action={action}>
      {text("leaving")}
    </Strip>
  );
}

/** ms; between calls an ordinary reconnect is not worth a word. */
const reconnects = 4_000;

/** What is wrong with this desk's sound. In a conversation it is said at once. */
function LostAudio(): JSX.Element | null {
  const { claim, channel, path, ear, standing, microphone } = useSoftphone();
  const text = useText("strips");
  const now = useNow(500);
  const talking = standing.talking !== null;
  const lost = claim !== null && microphone !== null && channel === "down";
  const lostAt = useRef<number | null>(null);
  lostAt.current = lost ? (lostAt.current ?? now) : null;
  const told = lostAt.current !== null && (talking || now - lostAt.current > reconnects);
  useEffect(() => {
    if (told) soundAlarm();
  }, [told]);
  if (told) {
    return (
      <Strip tone="crit" icon="headset" testId="audio-lost">
        {text(talking ? "audio-lost.on-call" : "audio-lost")}
      </Strip>
    );
  }
  if (!talking || (path.state !== "doubtful" && ear === "heard")) return null;
  const deaf = path.state !== "doubtful";
  return (
    <Strip tone={deaf ? "crit" : "warn"} icon="headset" testId={deaf ? "audio-deaf" : "audio-doubtful"}>
      {text(deaf ? "audio-deaf" : "audio-doubtful")}
    </Strip>
  );
}

function OtherTab(): JSX.Element | null {
  const { me } = useSeat();
  const { state } = useDeskSession();
  const text = useText("strips");
  const desk = me.desk;
  if (state !== "elsewhere" || desk === null) return null;
  const move = (
    <Button look="primary" onPress={() => void takeDesk(me, desk)} testId="move-here">
      {text("elsewhere.move")}
    </Button>
  );
  return (
    <Strip tone="warn" icon="headset" testId="superseded" action={move}>
      {text("elsewhere")}
    </Strip>
  );
}

/** The exchange serves alone although this screen still hears the centre. */
function FailOpen(): JSX.Element | null {
  const { standing } = useSoftphone();
  const { lostAt } = useLive();
  const text = useText("strips");
  if (!standing.failOpen || lostAt !== null) return null;
  return (
    <Strip tone="warn" icon="warning" testId="fail-open">
      {text("fail-open")}
    </Strip>
  );
}

function NoMicrophone(): JSX.Element | null {
  const { microphone, state } = useDeskSession();
  const text = useText("strips");
  if (microphone === null || state !== "held") return null;
  const again = (
    <Button onPress={() => void askMicrophone()} testId="microphone-again">
      {text("microphone.again")}
    </Button>
  );
  return (
    <Strip tone="crit" icon="muted" testId="no-microphone" action={microphone === "silenced" ? null : again}>
      {text(`microphone.${microphone}`)}
    </Strip>
  );
}

function NoSound(): JSX.Element | null {
  const blocked = useSyncExternalStore(watchSound, soundBlocked);
  const text = useText("strips");
  if (!blocked) return null;
  const unlock = <Button onPress={unlockSound}>{text("sound.unlock")}</Button>;
  return (
    <Strip tone="crit" icon="sound" testId="sound-blocked" action={unlock}>
      {text("sound.blocked")}
    </Strip>
  );
}

function Notice(): JSX.Element | null {
  const notice = useNotice();
  const text = useText("strips");
  if (notice === null) return null;
  return (
    <div role="status">
      <Strip tone="warn" icon="info" testId="notice">
        {notice === "" ? text("not-taken") : notice}
      </Strip>
    </div>
  );
}
