import type { Codec } from "./g711.ts";
import { ownMemory, type SoundMemory } from "./sound-memory.ts";
import { voiceFeatures, VoiceWindow } from "./voice-window.ts";
import { fitted } from "./voice-weights.ts";

/** Frames of 20 ms between two judgements: five a second, each on the second before. */
const judgeEvery = 10;
/** Judgements in a row that end a voice: with the window, about 1.6 s after the last word. */
const judgementsToEnd = 3;
/** Further than this from the usual (in spreads) a figure tells no more. */
const mostUnusual = 4;

const measured = new Float64Array(voiceFeatures.length);

/**
 * Tells a voice from silence, tones, ringing and noise, once the voice has been there for about half of the last second.
 * Its limits: other people's talk in the background is voices too, and one that stands below the noise is not found
 * (adr/0009 has the figures). It may inform a person; it may never end, refuse or put back a call.
 */
export class VoiceActivity {
  speaking = false;
  /** Log-odds that the last second holds a voice; negative infinity when it was quiet. */
  score = Number.NEGATIVE_INFINITY;
  readonly #window: VoiceWindow;
  #frames = 0;
  #against = 0;

  constructor(memory: SoundMemory = ownMemory) {
    this.#window = new VoiceWindow(memory);
  }

  /** Takes the next 20 ms (null: nothing was heard, or it is `withheld` as a possible echo). True when `speaking` changed. */
  hear(bytes: Uint8Array | null, codec: Codec, withheld = false): boolean {
    this.#window.add(withheld ? null : bytes, codec, withheld);
    this.#frames += 1;
    if (this.#frames % judgeEvery !== 0) return false;
    this.score = this.#window.measure(measured) ? judge(measured) : Number.NEGATIVE_INFINITY;
    const voice = this.score > fitted.threshold;
    this.#against = voice ? 0 : this.#against + 1;
    const speaking = voice || (this.speaking && this.#against < judgementsToEnd);
    if (speaking === this.speaking) return false;
    this.speaking = speaking;
    return true;
  }

  /** Nothing is listened to any more. True when `speaking` changed. */
  quieten(): boolean {
    const spoke = this.speaking;
    this.speaking = false;
    return spoke;
  }
}

/** Two layers of weighted sums (see voice-weights.ts). */
function judge(figures: Float64Array): number {
  const { means, spreads, hidden, output } = fitted;
  let odds = output.at(-1)!;
  for (let unit = 0; unit < hidden.length; unit += 1) {
    const weights = hidden[unit]!;
    let sum = weights.at(-1)!;
    for (let at = 0; at < figures.length; at += 1) {
      const usual = (figures[at]! - means[at]!) / spreads[at]!;
      sum += weights[at]! * Math.max(-mostUnusual, Math.min(mostUnusual, usual));
    }
    odds += output[unit]! * Math.tanh(sum);
  }
  return odds;
}
