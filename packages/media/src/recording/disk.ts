import { dirname } from "node:path";
import type { FromDisk, Order } from "./orders.ts";
import { RecordingFile, syncFolder, type Finished } from "./recording-file.ts";

type Say = (word: FromDisk) => void;
type Ending = { readonly id: number; readonly length: number; readonly said: boolean };

/**
 * Obeys the recorders' orders, one after another, and waits for the disk. A disk that refuses costs the sound it refused
 * (a gap in the file) and is tried again with every order; recordings that ended are tried until they are kept.
 */
export class Disk {
  readonly #files = new Map<number, RecordingFile>();
  readonly #say: Say;
  #ending: Ending[] = [];
  #left = false;
  /** Null until it has taken or refused something. */
  #trouble: boolean | null = null;

  constructor(say: Say) {
    this.#say = say;
  }

  /** Recordings that ended and are not kept yet. */
  get ending(): number {
    return this.#ending.length;
  }

  get inTrouble(): boolean {
    return this.#trouble === true;
  }

  obey(order: Order): void {
    try {
      this.#obey(order);
    } catch (error) {
      this.#note(sentenceOf(error));
    }
  }

  /** Keeps what ended, all together: the file system then writes its journal once for all of them. */
  async keepEnded(): Promise<void> {
    const ending = this.#ending;
    this.#ending = [];
    const whole = await Promise.all(ending.map((one) => this.#complete(one)));
    const kept = whole.flatMap((one) => (one === null ? [] : [one]));
    for (const folder of new Set(kept.map(({ kept: { file } }) => dirname(file)))) this.#sync(folder);
    for (const { id, kept: one } of kept) this.#say({ say: "kept", id, kept: one });
    if (kept.length > 0) this.#well();
  }

  #obey(order: Order): void {
    if (order.do === "leave") return this.#leave();
    if (order.do === "begin") {
      const file = new RecordingFile(order.file, order.startedAt);
      this.#files.set(order.id, file);
      if (order.resumed) this.#takeUp(file);
      return;
    }
    const file = this.#files.get(order.id);
    if (file === undefined) return;
    if (order.do === "note") return file.note(order.note);
    if (order.do === "write") {
      file.write(order.at, order.sound);
      return this.#well();
    }
    this.#ending.push({ id: order.id, length: order.at + order.sound.length / 2, said: false });
    if (order.sound.length > 0) file.writeLast(order.at, order.sound);
  }

  /** Nobody would hear any more that a recording is kept, and it would never be reported. */
  #leave(): void {
    this.#left = true;
    this.#ending = [];
    for (const file of this.#files.values())
      try {
        file.leave();
      } catch (error) {
        this.#note(sentenceOf(error));
      }
  }

  #takeUp(file: RecordingFile): void {
    file.takeUp();
    file.note({ at: file.end, words: "the media process died" });
  }

  async #complete(ending: Ending): Promise<{ readonly id: number; readonly kept: Finished } | null> {
    const { id, length } = ending;
    const file = this.#files.get(id)!;
    try {
      file.complete(length);
      await file.sync();
      if (this.#left) return null;
      const kept = file.keep();
      this.#files.delete(id);
      return { id, kept };
    } catch (error) {
      const sentence = sentenceOf(error);
      if (!ending.said) this.#say({ say: "failed", id, sentence });
      this.#ending.push({ ...ending, said: true });
      this.#note(sentence);
      return null;
    }
  }

  #sync(folder: string): void {
    try {
      syncFolder(folder);
    } catch (error) {
      this.#note(sentenceOf(error));
    }
  }

  #note(sentence: string): void {
    if (this.#trouble !== true) this.#say({ say: "trouble", sentence });
    this.#trouble = true;
  }

  #well(): void {
    if (this.#trouble !== false) this.#say({ say: "well" });
    this.#trouble = false;
  }
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return code === "ENOSPC"
    ? "The disk is full: nothing more is recorded, calls go on; make room."
    : `Recordings cannot be written (${code}); calls go on; check the disk and the recording folder.`;
}
