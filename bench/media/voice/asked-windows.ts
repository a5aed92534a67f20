/** What the voice detector makes of a call in which a question is asked, as the media plane would: frame by frame. */
import { PromptEcho, VoiceActivity, voiceFeatures, VoiceWindow } from "@siaga/media/instrument";
import type { AskedCall } from "./asked-calls.ts";

/** Echo return losses measured, dB; null: nothing comes back. */
export const losses = [null, 30, 20, 10, 6] as const;

/** Frames (20 ms) of a word within a second that make it one with a voice. */
const leastHeard = 6;

const frameAt = (bytes: Uint8Array, frame: number): Uint8Array => bytes.subarray(frame * 160, frame * 160 + 160);
const sounds = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== 0xd5);

/** Every frame that came, and whether the echo withholds it. What was sent in one tick may come back in the next. */
function* framesOf({ sent, came }: AskedCall): Generator<{ readonly bytes: Uint8Array; readonly withheld: boolean }> {
  const echo = new PromptEcho();
  for (let frame = 0; frame < came.length / 160; frame += 1) {
    const before = frame === 0 ? null : frameAt(sent, frame - 1);
    echo.send(before !== null && sounds(before) ? before : null);
    const bytes = frameAt(came, frame);
    yield { bytes, withheld: echo.withholds({ bytes, codec: "PCMA" }, frame * 20) };
  }
}

/** Figures of each judged second and whether a voice spoke in it; left out where there is too little to say. */
export function windowsOf(call: AskedCall): { readonly figures: readonly number[]; readonly voice: boolean }[] {
  const window = new VoiceWindow();
  const figures = new Float64Array(voiceFeatures.length);
  const windows: { figures: readonly number[]; voice: boolean }[] = [];
  const ofWord: boolean[] = [];
  for (const { bytes, withheld } of framesOf(call)) {
    const from = ofWord.length * 160;
    window.add(withheld ? null : bytes, "PCMA", withheld);
    ofWord.push(call.word !== null && !withheld && from >= call.word.from - 80 && from < call.word.to);
    if (ofWord.length % 10 !== 0) continue;
    const heard = ofWord.slice(-50).filter(Boolean).length;
    const nearWord = call.word !== null && from >= call.word.from && from - 50 * 160 < call.word.to;
    if (!window.measure(figures) || (nearWord && heard < leastHeard)) continue;
    windows.push({ figures: [...figures], voice: heard >= leastHeard });
  }
  return windows;
}

/** When (samples) a voice was told to begin. */
export function toldIn(call: AskedCall): number[] {
  const activity = new VoiceActivity();
  const told: number[] = [];
  let frame = 0;
  for (const { bytes, withheld } of framesOf(call)) {
    if (activity.hear(bytes, "PCMA", withheld) && activity.speaking) told.push(frame * 160);
    frame += 1;
  }
  return told;
}
