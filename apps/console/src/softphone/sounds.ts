import { audioContext, tone } from "./sound.ts";

/** Two tones in a 2-s cycle while a call is offered to this desk. Its volume has no knob on the emergency line. */
export function ring(): () => void {
  audioContext();
  const cycle = (): void => {
    tone(784, 0, 0.38, 0.35);
    tone(988, 0.42, 0.38, 0.35);
  };
  cycle();
  const timer = setInterval(cycle, 2_000);
  return () => clearInterval(timer);
}

/** Rising alarm: audio lost, link lost, a call nobody answers. */
export function soundAlarm(): void {
  audioContext();
  [520, 660, 830].forEach((frequency, n) => tone(frequency, n * 0.16, 0.15, 0.25));
}

/** Two short falls: an agency has a new dispatch to accept. */
export function soundDispatch(): void {
  audioContext();
  tone(880, 0, 0.22, 0.3);
  tone(660, 0.26, 0.34, 0.3);
}

/** One second of the headset check's test tone. */
export function soundTest(): void {
  audioContext();
  tone(660, 0, 1, 0.2);
}

/** A caller is back, or has waited long on hold: two short rises, not to be missed and not a ring. */
export function soundReturn(): void {
  audioContext();
  tone(660, 0, 0.18, 0.3);
  tone(880, 0.22, 0.3, 0.3);
}

/** One low tick, every 10 s: an express caller waits while this desk is in a call that may wait. */
export function soundExpressWaits(): () => void {
  audioContext();
  const tick = (): void => tone(220, 0, 0.09, 0.2);
  tick();
  const timer = setInterval(tick, 10_000);
  return () => clearInterval(timer);
}
