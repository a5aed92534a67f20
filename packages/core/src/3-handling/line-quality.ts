import type { InputOf } from "../input.ts";
import type { Call } from "../state.ts";
import { clearAlarm, raiseAlarm, type Turn } from "../turn.ts";

/** The caller pressed a key (RFC 4733). */
export function receiveDigit(turn: Turn, { call, digit }: InputOf<"digit.received">): void {
  if (living(turn, call) !== null) turn.emit({ type: "digit.received", call, digit });
}

/** The trunk confirmed the dialog (RFC 3261 §13.2.2.4: ACK). */
export function connect(turn: Turn, { call }: InputOf<"call.connected">): void {
  if (living(turn, call) !== null) turn.emit({ type: "call.connected", call });
}

/** No audio from one side: an alarm, never an end. A silent caller may be one who cannot speak. */
export function missAudio(turn: Turn, { call, side }: InputOf<"audio.missing">): void {
  if (living(turn, call)?.silentSides.includes(side) !== false) return;
  turn.emit({ type: "audio.missed", call, side });
  raiseAlarm(turn, "audio-missing", call);
}

/** The alarm ends when both sides are heard again. */
export function regainAudio(turn: Turn, { call, side }: InputOf<"audio.returned">): void {
  if (living(turn, call)?.silentSides.includes(side) !== true) return;
  turn.emit({ type: "audio.returned", call, side });
  if (living(turn, call)?.silentSides.length === 0) clearAlarm(turn, "audio-missing", call);
}

/** Told when the audio is closed, so the call need not be in the state any more. */
export function keepQuality(turn: Turn, { call, quality }: InputOf<"audio.measured">): void {
  turn.emit({ type: "audio.measured", call, quality });
}

/** Both sides were away for a moment through our own fault: a fact of the call, which goes on. */
export function noteInterruption(turn: Turn, { call, lasted }: InputOf<"audio.interrupted">): void {
  if (living(turn, call) !== null) turn.emit({ type: "audio.interrupted", call, lasted });
}

/** Kept after the call has ended, so the call need not be in the state any more. */
export function keepRecording(turn: Turn, input: InputOf<"recording.finished">): void {
  const { call, sha256, duration, file } = input;
  turn.emit({ type: "recording.kept", call, sha256, duration, file });
}

function living(turn: Turn, id: string): Call | null {
  const call = turn.state.calls.get(id);
  return call === undefined || call.state === "ended" ? null : call;
}
