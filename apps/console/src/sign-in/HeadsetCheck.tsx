import { type JSX, type ReactNode, useEffect, useState } from "react";
import { useSeat } from "../frame/use-desk-view.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { LevelMeter } from "../parts/level-meter.tsx";
import { askMicrophone, useDeskSession } from "../softphone/desk-session.ts";
import { noteHeadsetChecked } from "../softphone/headset-checked.ts";
import { hearOneself } from "../softphone/level.ts";
import { mayHaveMicrophone } from "../softphone/microphone.ts";
import { soundTest } from "../softphone/sounds.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { becomeReady } from "../desk-state/not-ready.tsx";
import { InsecureOrigin } from "./InsecureOrigin.tsx";

/** Louder than this is a voice, not a room. */
const voice = 0.35;

/** A copy of the microphone that may sound while the desk's own track stays disabled. */
function useTestStream(microphone: MediaStream | null): MediaStream | null {
  const [copy, setCopy] = useState<MediaStream | null>(null);
  useEffect(() => {
    if (microphone === null) return;
    const cloned = microphone.clone();
    for (const track of cloned.getTracks()) track.enabled = true;
    setCopy(cloned);
    return () => {
      for (const track of cloned.getTracks()) track.stop();
      setCopy(null);
    };
  }, [microphone]);
  return copy;
}

/** Before the first call: is the microphone heard, is the earpiece heard, does the link stand. Then *Siap*. */
export function HeadsetCheck(): JSX.Element {
  const text = useText("headset");
  const { me } = useSeat();
  const { microphone, channel } = useSoftphone();
  const session = useDeskSession();
  const stream = useTestStream(microphone);
  const [heard, setHeard] = useState(false);
  const handleReady = async (): Promise<void> => {
    if (await becomeReady()) noteHeadsetChecked(me.desk);
  };
  useKeyAction("ready", () => void handleReady());
  if (!mayHaveMicrophone()) return <InsecureOrigin />;
  return (
    <main className="shift">
      <section className="card wide" aria-label={text("title")} data-testid="headset-check">
        <h1>{text("title")}</h1>
        <ol className="checks">
          <Check done={heard} title={text("microphone")}>
            {session.microphone === null ? (
              <>
                <LevelMeter
                  label={text("speak")}
                  stream={stream}
                  onLevel={(level) => level > voice && setHeard(true)}
                  testId="headset-level"
                />
                <span className="muted">{heard ? text("heard") : text("speak.hint")}</span>
              </>
            ) : (
              <>
                <b className="refused">{text(`refused.${session.microphone}`)}</b>
                <Button onPress={() => void askMicrophone()}>{text("again")}</Button>
              </>
            )}
          </Check>
          <EarpieceCheck stream={stream} />
          <Check done={channel === "up"} title={text("link")}>
            <span className="muted" data-testid="headset-link">
              {channel === "up" ? text("link.up") : text("link.down")}
            </span>
          </Check>
        </ol>
        <Button look="go" size="main" icon="check" keyCap="F8" onPress={() => void handleReady()} testId="ready">
          {text("ready")}
        </Button>
        {channel === "down" && <p className="muted">{text("ready.without-link")}</p>}
      </section>
    </main>
  );
}

function EarpieceCheck({ stream }: { readonly stream: MediaStream | null }): JSX.Element {
  const text = useText("headset");
  const [tested, setTested] = useState(false);
  const [echo, setEcho] = useState(false);
  useEffect(() => (echo && stream !== null ? hearOneself(stream) : undefined), [echo, stream]);
  const handleTone = (): void => {
    soundTest();
    setTested(true);
  };
  return (
    <Check done={tested || echo} title={text("earpiece")}>
      <Button icon="sound" onPress={handleTone} testId="test-tone">
        {text("tone")}
      </Button>
      <Button
        icon="headset"
        pressed={echo}
        disabled={stream === null}
        onPress={() => setEcho(!echo)}
        testId="hear-yourself"
      >
        {echo ? text("echo.stop") : text("echo")}
      </Button>
    </Check>
  );
}

type CheckProps = { readonly done: boolean; readonly title: string; readonly children: ReactNode };

function Check({ done, title, children }: CheckProps): JSX.Element {
  return (
    <li data-done={done}>
      <span className={done ? "lane ok" : "lane"}>
        <Icon name={done ? "check" : "clock"} />
      </span>
      <b>{title}</b>
      <span className="check-body">{children}</span>
    </li>
  );
}
