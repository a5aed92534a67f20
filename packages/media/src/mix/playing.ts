import { frameSamples, silence } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";

/** Whether a prompt's frame is more than one of its pauses. */
export function sounds({ bytes }: Frame): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (bytes[at] !== silence.PCMA) return true;
  return false;
}

/** Prompts being played to one leg: A-law files one after another, once or round and round. */
export class Playing {
  /** Names this playing in `prompt-ended`. */
  readonly play: string;
  readonly #prompts: readonly Uint8Array[];
  readonly #loop: boolean;
  readonly #rest = new Uint8Array(frameSamples);
  #prompt = 0;
  #at = 0;

  constructor(play: string, prompts: readonly Uint8Array[], loop: boolean) {
    this.play = play;
    this.#prompts = prompts.filter((prompt) => prompt.length > 0);
    this.#loop = loop;
  }

  /** Goes on after `ms` of playing: the sentence that was being spoken is said again from its start. */
  skip(ms: number): void {
    const total = this.#prompts.reduce((sum, { length }) => sum + length, 0);
    if (total === 0) return;
    let left = this.#loop ? (ms * 8) % total : ms * 8;
    while (this.#prompt < this.#prompts.length - 1 && left >= this.#prompts[this.#prompt]!.length)
      left -= this.#prompts[this.#prompt++]!.length;
  }

  /** The next 20 ms; null when everything has been played. */
  take(): Frame | null {
    if (this.#prompt >= this.#prompts.length) {
      if (!this.#loop || this.#prompts.length === 0) return null;
      this.#prompt = 0;
    }
    const prompt = this.#prompts[this.#prompt]!;
    const bytes = prompt.subarray(this.#at, this.#at + frameSamples);
    this.#at += frameSamples;
    if (this.#at >= prompt.length) {
      this.#prompt += 1;
      this.#at = 0;
    }
    if (bytes.length === frameSamples) return { bytes, codec: "PCMA" };
    this.#rest.fill(silence.PCMA).set(bytes);
    return { bytes: this.#rest, codec: "PCMA" };
  }
}
