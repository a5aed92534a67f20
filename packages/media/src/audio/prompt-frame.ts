import { frameSamples, silence } from "./g711.ts";
import { PowerTrack, powersOf } from "./power-track.ts";

/** 20 ms of a prompt (A-law). It is the same for everybody who is played it, so what is asked of it is worked out once. */
export class PromptFrame {
  readonly bytes: Uint8Array;
  readonly codec = "PCMA";
  /** Whether it is more than one of the prompt's pauses. */
  readonly sounds: boolean;
  #powers: PowerTrack | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.sounds = bytes.some((byte) => byte !== silence.PCMA);
  }

  /** Its powers by band. */
  get powers(): PowerTrack {
    return (this.#powers ??= powersOf(this));
  }
}

const known = new WeakMap<Uint8Array, readonly PromptFrame[]>();

/** A prompt as frames, the last one filled up with silence. Kept for as long as the prompt itself is. */
export function framesOf(prompt: Uint8Array): readonly PromptFrame[] {
  const before = known.get(prompt);
  if (before !== undefined) return before;
  const frames = Array.from({ length: Math.ceil(prompt.length / frameSamples) }, (_, at) => {
    const bytes = prompt.subarray(at * frameSamples, (at + 1) * frameSamples);
    if (bytes.length === frameSamples) return new PromptFrame(bytes);
    const filled = new Uint8Array(frameSamples).fill(silence.PCMA);
    filled.set(bytes);
    return new PromptFrame(filled);
  });
  known.set(prompt, frames);
  return frames;
}
