import { frameSamples } from "../audio/g711.ts";
import { framesOf, type PromptFrame } from "../audio/prompt-frame.ts";

const samplesPerMs = 8;
/** Frames (6 s) after which what goes round and round is a pastime: by then the line is known, if it is to be known. */
const pastimeAfter = 300;

/** Prompts being played to one leg: A-law files one after another, once or round and round. */
export class Playing {
  /** Names this playing in `prompt-ended`. */
  readonly play: string;
  readonly #prompts: readonly (readonly PromptFrame[])[];
  readonly #loop: boolean;
  #prompt = 0;
  /** Frames of the prompt that were taken. */
  #taken = 0;
  #played = 0;

  constructor(play: string, prompts: readonly Uint8Array[], loop: boolean) {
    this.play = play;
    this.#prompts = prompts.filter((prompt) => prompt.length > 0).map(framesOf);
    this.#loop = loop;
  }

  /** Goes on after `ms` of playing: the sentence that was being spoken is said again from its start. */
  skip(ms: number): void {
    const frames = this.#prompts.reduce((sum, { length }) => sum + length, 0);
    if (frames === 0) return;
    const played = (ms * samplesPerMs) / frameSamples;
    let left = this.#loop ? played % frames : played;
    while (this.#prompt < this.#prompts.length - 1 && left >= this.#prompts[this.#prompt]!.length)
      left -= this.#prompts[this.#prompt++]!.length;
  }

  /** It has long been going round: whoever hears it is asked nothing. */
  get isPastime(): boolean {
    return this.#loop && this.#played >= pastimeAfter;
  }

  /** The next 20 ms; null when everything has been played. */
  take(): PromptFrame | null {
    if (this.#prompt >= this.#prompts.length) {
      if (!this.#loop || this.#prompts.length === 0) return null;
      this.#prompt = 0;
    }
    const prompt = this.#prompts[this.#prompt]!;
    const frame = prompt[this.#taken++]!;
    this.#played += 1;
    if (this.#taken === prompt.length) {
      this.#prompt += 1;
      this.#taken = 0;
    }
    return frame;
  }
}
