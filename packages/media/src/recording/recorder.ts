import type { FileHandle } from "node:fs/promises";
import { frameSamples, silence, transcode } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import type { LegId, MediaEvent } from "../plane.ts";
import { openNew, openPartial } from "./disk.ts";
import { finishRecording, keepWhole } from "./finish.ts";
import { bytesPerMs, partialName, wavHeader, wavHeaderBytes } from "./wav.ts";

/** One second of stereo A-law: what is written at once. */
const chunkBytes = 16_000;
/** Chunks written out are filled again: at most this many rest meanwhile. */
const mostResting = 64;
const resting: Buffer[] = [];

/** Seconds a slow disk may be behind before sound is given up. */
const mostBehind = 60;

/**
 * Records one leg: left what it sends, right what it hears, on the mixer's clock. The mixer never waits for the disk: sound
 * is kept in memory up to a minute; beyond it, or when the disk refuses, the recording fails and the call goes on. The file
 * is begun with the first full second, so that a call that ends before costs one write.
 */
export class Recorder {
  readonly #leg: LegId;
  readonly #file: string;
  readonly #tell: (event: MediaEvent) => void;
  readonly #waiting: Buffer[] = [];
  readonly #left = new Uint8Array(frameSamples);
  readonly #right = new Uint8Array(frameSamples);
  #chunk = resting.pop() ?? Buffer.allocUnsafe(chunkBytes);
  #filled = 0;
  #begun = false;
  #writing: Promise<void> = Promise.resolve();
  #handle: FileHandle | null = null;
  #failed = false;
  #stopped = false;

  /** `recorded`: ms since a process that died began the file; it is gone on with, and the gap is silence of its length. */
  constructor(leg: LegId, file: string, tell: (event: MediaEvent) => void, recorded: number | null = null) {
    this.#leg = leg;
    this.#file = file;
    this.#tell = tell;
    if (recorded !== null) this.#writing = this.#goOn(recorded);
  }

  /** Adds 20 ms of both sides. */
  add(sent: Frame | null, heard: Frame): void {
    if (this.#failed || this.#stopped) return;
    if (sent === null) this.#left.fill(silence.PCMA);
    else transcode(sent.bytes, sent.codec, this.#left, "PCMA");
    transcode(heard.bytes, heard.codec, this.#right, "PCMA");
    for (let at = 0; at < frameSamples; at += 1) {
      this.#chunk[this.#filled + 2 * at] = this.#left[at]!;
      this.#chunk[this.#filled + 2 * at + 1] = this.#right[at]!;
    }
    this.#filled += 2 * frameSamples;
    if (this.#filled < chunkBytes) return;
    this.#hand();
    if (this.#waiting.length > mostBehind)
      this.#fail(`The disk is more than ${mostBehind} s behind; free or replace it.`);
  }

  /** Finishes the file; resolves when it is kept or has failed. */
  async stop(): Promise<void> {
    if (this.#stopped) return this.#writing;
    this.#stopped = true;
    if (this.#begun) this.#hand();
    this.#writing = this.#begun ? this.#writing.then(() => this.#finish()) : this.#keepShort();
    return this.#writing;
  }

  #hand(): void {
    if (!this.#begun) this.#writing = this.#begin();
    if (this.#filled === 0) return;
    this.#waiting.push(this.#chunk.subarray(0, this.#filled));
    this.#chunk = this.#stopped ? this.#chunk : (resting.pop() ?? Buffer.allocUnsafe(chunkBytes));
    this.#filled = 0;
    this.#writing = this.#writing.then(() => this.#write());
  }

  async #begin(): Promise<void> {
    this.#begun = true;
    try {
      this.#handle = await openNew(partialName(this.#file));
      await this.#handle.write(wavHeader(0));
    } catch (error) {
      this.#fail(sentenceOf(error));
    }
  }

  async #goOn(recorded: number): Promise<void> {
    this.#begun = true;
    try {
      this.#handle = await openPartial(this.#file);
      const due = wavHeaderBytes + Math.floor(recorded / 20) * 20 * bytesPerMs;
      const { size } = await this.#handle.stat();
      await this.#handle.truncate(size - ((size - wavHeaderBytes) % 2));
      await this.#handle.appendFile(Buffer.alloc(Math.max(0, due - size), silence.PCMA));
    } catch (error) {
      this.#fail(sentenceOf(error));
    }
  }

  async #write(): Promise<void> {
    const chunk = this.#waiting[0];
    if (chunk === undefined || this.#handle === null) return;
    try {
      await this.#handle.appendFile(chunk);
      this.#waiting.shift();
      rest(chunk);
    } catch (error) {
      this.#fail(sentenceOf(error));
    }
  }

  /** Ended within its first second: nothing of it is on the disk yet. */
  async #keepShort(): Promise<void> {
    try {
      const kept = keepWhole(this.#file, this.#chunk.subarray(0, this.#filled));
      rest(this.#chunk);
      this.#tell({ type: "recording-kept", recording: { leg: this.#leg, ...(await kept) } });
    } catch (error) {
      this.#fail(sentenceOf(error));
    }
  }

  async #finish(): Promise<void> {
    if (this.#handle === null) return;
    try {
      await this.#handle.close();
      this.#handle = null;
      const finished = await finishRecording(this.#file);
      this.#tell({ type: "recording-kept", recording: { leg: this.#leg, ...finished } });
    } catch (error) {
      this.#fail(sentenceOf(error));
    }
  }

  /** Said once. What the disk already holds is still finished when the leg stops. */
  #fail(sentence: string): void {
    this.#waiting.length = 0;
    if (this.#failed) return;
    this.#failed = true;
    this.#tell({ type: "recording-failed", leg: this.#leg, sentence });
  }
}

function rest(chunk: Buffer): void {
  if (chunk.length === chunkBytes && resting.length < mostResting) resting.push(chunk);
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return `The recording cannot be written (${code}); check the disk and the recording folder.`;
}
