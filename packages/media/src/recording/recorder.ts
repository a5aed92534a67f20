import { across, frameSamples, silentFrame, type Codec } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import type { LegId, MediaEvent } from "../plane.ts";
import { chunkBytes, type RecordingStore } from "./store.ts";
import { bytesPerSample } from "./wav.ts";

export type Recording = {
  readonly leg: LegId;
  readonly file: string;
  /** ms since a process that died began the file; null when it begins now. */
  readonly recorded: number | null;
};

/**
 * Records one leg: left what it sends, right what it hears, on the mixer's clock. It never waits for the disk. Sound has its
 * place by its time, so that what a disk could not take, and the time in which a process was dead or stood still, are
 * silence of that length.
 */
export class Recorder {
  readonly #recording: Recording;
  readonly #store: RecordingStore;
  readonly #id: number;
  readonly #startedAt: number;
  readonly #notes: { at: number; words: string }[] = [];
  #chunk: Uint8Array<ArrayBuffer> | null = null;
  #filled = 0;
  /** Samples before the first frame, and before the chunk. */
  readonly #first: number;
  #before: number;
  #begun = false;
  #stopped: Promise<void> | null = null;
  #ended: () => void = () => undefined;

  constructor(recording: Recording, store: RecordingStore, tell: (event: MediaEvent) => void) {
    const { leg, recorded } = recording;
    this.#recording = recording;
    this.#store = store;
    this.#startedAt = Date.now() - (recorded ?? 0);
    this.#first = this.#before = Math.floor((recorded ?? 0) / 20) * frameSamples;
    this.#id = store.begin({
      kept: (kept) => {
        tell({ type: "recording-kept", recording: { leg, ...kept } });
        this.#ended();
      },
      failed: (sentence) => {
        tell({ type: "recording-failed", leg, sentence });
        this.#ended();
      },
    });
    if (recorded !== null) this.#begin();
  }

  /** Adds 20 ms of both sides; what is heard is in the leg's own law. */
  add(sent: Frame | null, heard: Uint8Array, codec: Codec): void {
    if (this.#stopped !== null) return;
    const chunk = (this.#chunk ??= this.#store.chunk());
    const left = sent?.bytes ?? silentFrame.PCMA;
    const leftLaw = across[sent?.codec ?? "PCMA"].PCMA;
    const rightLaw = across[codec].PCMA;
    let filled = this.#filled;
    for (let at = 0; at < frameSamples; at += 1) {
      chunk[filled] = leftLaw[left[at]!]!;
      chunk[filled + 1] = rightLaw[heard[at]!]!;
      filled += 2;
    }
    this.#filled = filled;
    if (this.#filled === chunkBytes) this.#hand();
  }

  /** So many frames (20 ms) were never made: the process stood still. Before the first one nothing is missed. */
  skip(frames: number): void {
    if (this.#stopped !== null || this.#at === this.#first) return;
    this.#hand();
    this.#before += frames * frameSamples;
  }

  /** Notes what happens at this place. */
  note(words: string): void {
    const note = { at: this.#at, words };
    if (this.#begun) this.#store.put({ do: "note", id: this.#id, note });
    else this.#notes.push(note);
  }

  /** Finishes the file; resolves when it is kept or has failed. A file that failed is tried again until it is kept. */
  stop(): Promise<void> {
    this.#stopped ??= new Promise((resolve) => {
      this.#ended = resolve;
      if (!this.#begun) this.#begin();
      const chunk = this.#chunk;
      const sound = chunk?.slice(0, this.#filled) ?? new Uint8Array(0);
      this.#store.put({ do: "finish", id: this.#id, at: this.#before, sound });
      if (chunk !== null) this.#store.takeBack(chunk);
      this.#chunk = null;
    });
    return this.#stopped;
  }

  /** The process ends: hands over what was gathered. The file stays `.partial`, for whoever comes next to finish. */
  leave(): void {
    if (this.#stopped !== null) return;
    this.#stopped = Promise.resolve();
    this.#hand();
  }

  get #at(): number {
    return this.#before + this.#filled / bytesPerSample;
  }

  #hand(): void {
    if (!this.#begun) this.#begin();
    const sound = this.#chunk?.subarray(0, this.#filled);
    if (sound !== undefined) this.#store.put({ do: "write", id: this.#id, at: this.#before, sound });
    this.#before = this.#at;
    this.#chunk = null;
    this.#filled = 0;
  }

  #begin(): void {
    this.#begun = true;
    const { file, recorded } = this.#recording;
    const id = this.#id;
    this.#store.put({ do: "begin", id, file, startedAt: this.#startedAt, resumed: recorded !== null });
    for (const note of this.#notes) this.#store.put({ do: "note", id, note });
  }
}
