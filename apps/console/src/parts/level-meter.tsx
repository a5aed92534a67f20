import { type JSX, useEffect, useRef } from "react";
import { openLevel } from "../softphone/level.ts";

type LevelMeterProps = {
  readonly label: string;
  readonly stream: MediaStream | null;
  readonly onLevel?: (level: number) => void;
  readonly testId?: string;
};

/** How loud a stream is, ten times a second, drawn without re-rendering the screen. */
export function LevelMeter({ label, stream, onLevel, testId }: LevelMeterProps): JSX.Element {
  const bar = useRef<HTMLElement>(null);
  const told = useRef(onLevel);
  told.current = onLevel;
  useEffect(() => {
    if (stream === null || stream.getAudioTracks().length === 0) return;
    const level = openLevel(stream);
    const timer = setInterval(() => {
      const now = level.read();
      bar.current?.style.setProperty("--level", `${Math.round(now * 100)}%`);
      bar.current?.setAttribute("data-level", now.toFixed(2));
      told.current?.(now);
    }, 100);
    return () => {
      clearInterval(timer);
      level.close();
    };
  }, [stream]);
  return (
    <span className="level" data-testid={testId}>
      <span>{label}</span>
      <i ref={bar} aria-hidden="true" />
    </span>
  );
}
