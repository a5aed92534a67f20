import { Worker } from "node:worker_threads";
import { openOutbox } from "../process/outbox.ts";
import { weightOf, type FromDisk, type Order } from "./orders.ts";
import type { Finished } from "./recording-file.ts";

/** Bytes of sound that may wait for the disk, for all recordings together: a minute of fifty calls. */
const mostWaiting = 48 * 1024 * 1024;
/** Half a second of stereo A-law: what is written at once, and what a kill can cost. */
export const chunkBytes = 8000;
/** Chunks kept for the recordings to come: 4 MB. */
const mostChunks = 512;
/** ms the disk may be behind before somebody should know. */
const behindAfter = 5000;
/** ms between two batches of orders: what a kill can cost besides the sound a recorder gathers. */
const spacing = 50;

/** What becomes of one recording. */
export type Recorded = {
  kept(recording: Finished): void;
  failed(sentence: string): void;
};

/** Words about the disk itself. */
export type DiskWords = { trouble(sentence: string): void; well(): void };

const behind = "The disk is behind by seconds: recordings may get gaps, calls go on; free or replace it.";

/** The way to the disk: orders go to a thread that waits for it. Begun with the first order. */
export class RecordingStore {
  readonly #words: DiskWords;
  readonly #recordings = new Map<number, Recorded>();
  readonly #outbox = openOutbox<Order>((orders) => this.#send(orders), spacing);
  /** When the batches left that are not dealt with (ms, steady). */
  readonly #sentAt: number[] = [];
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #worker: Worker | null = null;
  #number = 0;
  #waiting = 0;
  #refused: string | null = null;
  #isBehind = false;
  /** Null until the disk has taken or refused something: trouble that a process died in may still stand. */
  #inTrouble: boolean | null = null;
  #settled: () => void = () => undefined;

  constructor(words: DiskWords) {
    this.#words = words;
  }

  /** A number for a new recording. */
  begin(recorded: Recorded): number {
    this.#number += 1;
    this.#recordings.set(this.#number, recorded);
    return this.#number;
  }

  /** Room for a recorder to gather sound in; zeros. What of it is ordered to be written goes to the disk's side for good. */
  chunk(): Uint8Array<ArrayBuffer> {
    return this.#chunks.pop()?.fill(0) ?? new Uint8Array(chunkBytes);
  }

  /** A chunk of which nothing was ordered to be written: the recording ended before it was full, and a copy was ordered. */
  takeBack(chunk: Uint8Array<ArrayBuffer>): void {
    if (this.#chunks.length < mostChunks) this.#chunks.push(chunk);
  }

  /** Waits for nothing: sound that is too much for a slow disk is left out, and will be a gap in the file. */
  put(order: Order): void {
    const weight = weightOf(order);
    if (order.do === "write" && this.#waiting + weight > mostWaiting) return;
    this.#waiting += weight;
    this.#outbox.put(order);
    this.#look();
  }

  /** Ends the thread. What was ordered and is not done is lost: stop the recorders first. */
  async close(): Promise<void> {
    this.#outbox.flush();
    await this.#worker?.terminate();
    this.#worker = null;
  }

  /** Ends the thread when what was ordered is done. What is not kept by then stays `.partial`, and nobody is told of it. */
  async leave(): Promise<void> {
    if (this.#recordings.size > 0) {
      const settled = new Promise<void>((resolve) => (this.#settled = resolve));
      this.put({ do: "leave" });
      this.#outbox.flush();
      await settled;
    }
    await this.close();
  }

  #send(orders: readonly Order[]): void {
    this.#sentAt.push(performance.now());
    const sounds = orders.flatMap((order) => ("sound" in order ? [order.sound.buffer as ArrayBuffer] : []));
    this.#worker ??= this.#begin();
    // While something waits for the disk the process stays.
    this.#worker.ref();
    this.#worker.postMessage(orders, sounds);
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./disk-thread.ts", import.meta.url));
    worker.on("message", (word: FromDisk) => this.#hear(word));
    return worker;
  }

  #hear(word: FromDisk): void {
    if (word.say === "done") this.#done(word.bytes);
    else if (word.say === "trouble") this.#refuse(word.sentence);
    else if (word.say === "well") this.#take();
    else if (word.say === "failed") this.#recordings.get(word.id)?.failed(word.sentence);
    else this.#kept(word.id, word.kept);
  }

  #kept(id: number, kept: Finished): void {
    const recorded = this.#recordings.get(id);
    this.#recordings.delete(id);
    recorded?.kept(kept);
    if (this.#recordings.size === 0) this.#worker?.unref();
  }

  #done(bytes: number): void {
    this.#waiting -= bytes;
    this.#sentAt.shift();
    if (this.#sentAt.length === 0) this.#settled();
    this.#look();
  }

  #refuse(sentence: string): void {
    this.#refused = sentence;
    this.#look();
  }

  #take(): void {
    this.#refused = null;
    // The first time it is told in any case: whoever stood here before may have told of trouble.
    if (this.#inTrouble === null) {
      this.#inTrouble = false;
      this.#words.well();
    }
    this.#look();
  }

  /** Tells when the disk begins and ceases to be a worry. */
  #look(): void {
    const late = performance.now() - (this.#sentAt[0] ?? Number.POSITIVE_INFINITY);
    this.#isBehind = late > (this.#isBehind ? behindAfter / 10 : behindAfter);
    const worry = this.#refused ?? (this.#isBehind ? behind : null);
    if ((worry !== null) === (this.#inTrouble ?? false)) return;
    this.#inTrouble = worry !== null;
    if (worry === null) this.#words.well();
    else this.#words.trouble(worry);
  }
}
