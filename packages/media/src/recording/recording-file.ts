import { createHash, hash } from "node:crypto";
import * as fs from "node:fs";
import { dirname } from "node:path";
import { silence } from "../audio/g711.ts";
import { beginningLine, noteChunks, noteLine, notesName, readNotes, type Note } from "./notes.ts";
import { bytesPerSample, partialName, readWavHeader, samplesPerMs, wavHeader, wavHeaderBytes } from "./wav.ts";

export type Finished = {
  readonly file: string;
  readonly sha256: string;
  /** ms */ readonly duration: number;
  readonly bytes: number;
};

const silentSecond = Buffer.alloc(16_000, silence.PCMA);
const readAtOnce = 65_536;

/**
 * One recording on the disk, written where the disk may take its time: every call waits for it, and throws what the file
 * system throws. Sound has its place by its time: whatever was left out before it is silence, and is noted as a gap.
 */
export class RecordingFile {
  readonly #file: string;
  #startedAt: number;
  #handle: number | null = null;
  #notesHandle: number | null = null;
  /** Samples that stand in the file. */
  #end = 0;
  #notes: Note[] = [];
  /** Notes that are on the disk. */
  #noted = 0;
  /** All the sound of a recording that ended within its first moment, and the file as it was written then. */
  #short: Uint8Array | null = null;
  #whole: Buffer | null = null;
  /** It was whole when it was taken up, and had its own name already. What is whole is never changed. */
  #isWhole = false;
  #isNamed = false;

  /** `startedAt`: ms since 1970, for a recording that begins now. */
  constructor(file: string, startedAt: number) {
    this.#file = file;
    this.#startedAt = startedAt;
  }

  /**
   * Takes up what a process left that died. Nothing is there when it died within the first moment; what it had made whole,
   * under its own name already or not, is kept as it is.
   */
  takeUp(): void {
    const left = [partialName(this.#file), this.#file].find((name) => fs.existsSync(name));
    if (left === undefined) return;
    this.#handle = fs.openSync(left, "r+");
    const { size } = fs.fstatSync(this.#handle);
    const { soundBytes, wholeBytes } = readWavHeader(readAt(this.#handle, 0, Math.min(size, wavHeaderBytes)));
    this.#isNamed = left === this.#file;
    this.#isWhole = this.#isNamed || (wholeBytes === size && size > wavHeaderBytes);
    // A kill can leave half a sample pair, less than a header, or a part of the notes behind the sound.
    const stands = Math.max(0, size - wavHeaderBytes);
    this.#end = (soundBytes > 0 ? Math.min(soundBytes, stands) : stands) >> 1;
    const said = fs.existsSync(notesName(this.#file)) ? fs.readFileSync(notesName(this.#file), "utf8") : "";
    const { startedAt, notes } = readNotes(said);
    this.#startedAt = startedAt ?? this.#startedAt;
    this.#notes = [...notes];
    this.#noted = notes.length;
  }

  /** Samples that stand in it. */
  get end(): number {
    return this.#end;
  }

  /** Puts sound at its place (samples from the start). */
  write(at: number, sound: Uint8Array): void {
    if (this.#isWhole) return;
    const handle = this.#open();
    this.#fillUpTo(at, handle);
    writeAll(handle, sound, placeOf(this.#end));
    this.#end += sound.length / bytesPerSample;
    this.#writeNotes();
  }

  note(note: Note): void {
    if (this.#isWhole) return;
    this.#notes.push(note);
    if (this.#handle !== null) this.#writeNotes();
  }

  /** The last sound of it. When it is also the first, it is kept in memory until the file is written whole. */
  writeLast(at: number, sound: Uint8Array): void {
    if (this.#handle !== null || at > 0) return this.write(at, sound);
    this.#short = sound;
  }

  /** Its process ends before it is whole: all its sound is in the file. */
  leave(): void {
    const sound = this.#whole === null ? this.#short : null;
    this.#short = null;
    if (sound !== null) this.write(0, sound);
  }

  /** Makes it whole for `length` samples: true sizes, notes behind the sound. It is not under its own name yet. */
  complete(length: number): void {
    const handle = this.#open();
    if (this.#isWhole) return;
    if (this.#short !== null) return this.#writeShort(this.#short, handle);
    this.#fillUpTo(length, handle);
    const chunks = noteChunks(this.#startedAt, this.#notes);
    const soundBytes = this.#end * bytesPerSample;
    // First, so that who takes it up after a kill knows where the sound ends.
    writeAll(handle, wavHeader(soundBytes, chunks.length), 0);
    writeAll(handle, chunks, wavHeaderBytes + soundBytes);
    fs.ftruncateSync(handle, wavHeaderBytes + soundBytes + chunks.length);
  }

  /** Resolves when what was written is on the disk (fsync). Several at once cost the file system one turn. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fs.fsync(this.#open(), (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Hashed as it stands there, under its own name. The folder is still to be synced. */
  keep(): Finished {
    const { sha256, bytes } = this.#whole === null ? hashOf(this.#open()) : hashOfWhole(this.#whole);
    if (!this.#isNamed) fs.renameSync(partialName(this.#file), this.#file);
    if (this.#notesHandle !== null || this.#noted > 0) fs.rmSync(notesName(this.#file), { force: true });
    this.close();
    return { file: this.#file, sha256, duration: Math.round(this.#end / samplesPerMs), bytes };
  }

  close(): void {
    for (const handle of [this.#handle, this.#notesHandle]) if (handle !== null) fs.closeSync(handle);
    this.#handle = this.#notesHandle = null;
  }

  /** One write: most calls of a flood are given up within a moment. */
  #writeShort(sound: Uint8Array, handle: number): void {
    const chunks = noteChunks(this.#startedAt, this.#notes);
    const whole = Buffer.concat([wavHeader(sound.length, chunks.length), sound, chunks]);
    writeAll(handle, whole, 0);
    this.#whole = whole;
    this.#end = sound.length / bytesPerSample;
  }

  #open(): number {
    if (this.#handle !== null) return this.#handle;
    this.#handle = openNew(partialName(this.#file));
    if (this.#short === null) fs.writeSync(this.#handle, wavHeader(0));
    return this.#handle;
  }

  #fillUpTo(at: number, handle: number): void {
    if (at <= this.#end) return;
    const from = this.#end;
    while (this.#end < at) {
      const samples = Math.min(at - this.#end, silentSecond.length / bytesPerSample);
      writeAll(handle, silentSecond.subarray(0, samples * bytesPerSample), placeOf(this.#end));
      this.#end += samples;
    }
    this.note({
      at: from,
      words: `gap of ${Math.round((at - from) / samplesPerMs)} ms: nothing was recorded`,
    });
  }

  #writeNotes(): void {
    if (this.#notesHandle === null) {
      this.#notesHandle = fs.openSync(notesName(this.#file), "a", 0o600);
      if (this.#noted === 0) fs.writeSync(this.#notesHandle, beginningLine(this.#startedAt));
    }
    for (; this.#noted < this.#notes.length; this.#noted += 1)
      fs.writeSync(this.#notesHandle, noteLine(this.#notes[this.#noted]!));
  }
}

const placeOf = (sample: number): number => wavHeaderBytes + sample * bytesPerSample;

/** A disk that is nearly full takes a part of what it is given. */
function writeAll(handle: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(handle, bytes, done, bytes.length - done, at + done);
}

/** A new file for its owner alone, in a folder that is made when it is not there. Throws when the file is there already. */
function openNew(file: string): number {
  try {
    return fs.openSync(file, "wx+", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return fs.openSync(file, "wx+", 0o600);
  }
}

const hashOfWhole = (whole: Buffer): { readonly sha256: string; readonly bytes: number } => ({
  sha256: hash("sha256", whole),
  bytes: whole.length,
});

function hashOf(handle: number): { readonly sha256: string; readonly bytes: number } {
  const { size } = fs.fstatSync(handle);
  if (size <= readAtOnce) return { sha256: hash("sha256", readAt(handle, 0, size)), bytes: size };
  const whole = createHash("sha256");
  for (let at = 0; at < size; at += readAtOnce) whole.update(readAt(handle, at, Math.min(readAtOnce, size - at)));
  return { sha256: whole.digest("hex"), bytes: size };
}

function readAt(handle: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let read = 0; read < length;) {
    const got = fs.readSync(handle, bytes, read, length - read, at + read);
    if (got === 0) return bytes.subarray(0, read);
    read += got;
  }
  return bytes;
}

/** The folder's names are on the disk (fsync). */
export function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
