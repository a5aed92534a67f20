import { type JSX, useEffect, useRef, useState } from "react";
import { endsNow, endWindow } from "../keys/key-map.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button } from "../parts/button.tsx";
import { setMuted, useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";

/** Ctrl+M: the other side does not hear this desk until it is pressed again. */
export function MuteKey(): JSX.Element {
  const text = useText("bar");
  const { muted } = useSoftphone();
  useKeyAction("mute", () => setMuted(!muted));
  return (
    <Button
      size="main"
      icon={muted ? "muted" : "microphone"}
      keyCap="Ctrl+M"
      pressed={muted}
      onPress={() => act({ type: "mute" })}
      testId="mute"
    >
      {muted ? text("unmute") : text("mute")}
    </Button>
  );
}

type EndKeyProps = { readonly label: string; readonly onEnd: () => void };

/** F9 once arms, F9 again within two seconds ends. */
export function EndKey({ label, onEnd }: EndKeyProps): JSX.Element {
  const text = useText("bar");
  const armed = useEndTwice(onEnd);
  return (
    <Button
      size="main"
      look="end"
      icon="cross"
      keyCap="F9"
      pressed={armed}
      onPress={() => act({ type: "end" })}
      testId="end"
    >
      {armed ? text("end.again") : label}
    </Button>
  );
}

function useEndTwice(onEnd: () => void): boolean {
  const [armedAt, setArmedAt] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useKeyAction("end", () => {
    clearTimeout(timer.current);
    if (endsNow(armedAt, Date.now())) {
      setArmedAt(null);
      return onEnd();
    }
    setArmedAt(Date.now());
    timer.current = setTimeout(() => setArmedAt(null), endWindow);
  });
  return armedAt !== null;
}
