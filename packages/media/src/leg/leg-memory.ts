import type { SoundMemory } from "../audio/sound-memory.ts";

/** Bytes of a leg's block: room for all that a caller who speaks and is asked needs. What is beyond it gets its own. */
const blockBytes = 24 * 1024;
/** Every view begins at a multiple of this, so that any kind of element may stand there. */
const aligned = 8;
/** Blocks kept for the legs to come: 12 MB. */
const mostKept = 512;

type PartKind<Part> = {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Part;
  new (block: ArrayBuffer, from: number, length: number): Part;
};

/**
 * One piece of memory for everything a leg keeps of its caller's sound. A leg is some twenty arrays; each with memory of its
 * own was each the collector's to find, where calls come and go hundreds a second.
 */
export class LegMemory implements SoundMemory {
  readonly #block = new ArrayBuffer(blockBytes);
  #used = 0;

  bytes(length: number): Uint8Array {
    return this.#part(Uint8Array, length);
  }

  shorts(length: number): Int16Array {
    return this.#part(Int16Array, length);
  }

  counts(length: number): Uint16Array {
    return this.#part(Uint16Array, length);
  }

  floats(length: number): Float32Array {
    return this.#part(Float32Array, length);
  }

  doubles(length: number): Float64Array {
    return this.#part(Float64Array, length);
  }

  /** Nothing of the leg before is left in it. */
  forget(): void {
    new Uint8Array(this.#block, 0, this.#used).fill(0);
    this.#used = 0;
  }

  /** The next part of the block; where it is used up, memory of its own. */
  #part<Part>(Kind: PartKind<Part>, length: number): Part {
    const [from, bytes] = [this.#used, length * Kind.BYTES_PER_ELEMENT];
    if (from + bytes > blockBytes) return new Kind(length);
    this.#used = Math.min(blockBytes, Math.ceil((from + bytes) / aligned) * aligned);
    return new Kind(this.#block, from, length);
  }
}

/**
 * Hands the memory of legs that closed on to those that open, oldest first. It is emptied when it is taken, not when it is
 * given: the tick in which a leg is closed may still hold a frame of it, and by the next leg's opening that tick is over.
 */
export class LegMemories {
  readonly #kept: LegMemory[] = [];

  take(): LegMemory {
    const memory = this.#kept.shift();
    if (memory === undefined) return new LegMemory();
    memory.forget();
    return memory;
  }

  /** The leg is closed: nothing writes there any more. */
  give(memory: LegMemory): void {
    if (this.#kept.length < mostKept) this.#kept.push(memory);
  }
}
