import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MediaEvent, MediaOptions, MediaPlane, Refused } from "../plane.ts";
import type { Asked, FromMedia, Told, ToMedia } from "./messages.ts";
import { openOutbox } from "./outbox.ts";

/** ms between a death of the media process and the next start, when the last one did not live long. */
const restartPause = 1000;
/** ms a media process must have lived to be started anew at once. */
const livedWell = 5000;
/** ms the media process may take to finish its recordings before it is killed. */
const closeWithin = 10_000;

const mediaDown: Refused = {
  ok: false,
  code: "media-down",
  sentence: "The media process has died and is being started anew; try again in a second.",
};

/** The media plane in a child process. Starts it again when it dies; `restarted` says that every leg is gone. */
export class RemotePlane {
  readonly #options: MediaOptions;
  readonly #listeners: ((event: MediaEvent) => void)[] = [];
  readonly #asked = new Map<number, (value: unknown) => void>();
  readonly #outbox = openOutbox<ToMedia>((batch) => {
    if (this.#child?.connected) this.#child.send(batch);
  });
  #child: ChildProcess | null = null;
  #ready = false;
  #closing = false;
  #restarting = false;
  #closed: Promise<void> = Promise.resolve();
  #number = 0;

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /** The media process's id; changes when it is started anew. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the media process and resolves when it can open legs. Rejects when its options are unusable. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), {
        execPath: process.execPath,
        execArgv: [],
      });
      this.#child = child;
      const take = (message: FromMedia): void => {
        if (message.kind === "ready") {
          this.#ready = true;
          resolve();
        } else if (message.kind === "unusable") {
          reject(new Error(message.sentence));
          child.disconnect();
        } else this.#receive(message);
      };
      child.on("message", (batch: readonly FromMedia[]) => {
        for (const message of batch) take(message);
      });
      // A pipe to a dying process may break between its death and our notice of it.
      child.on("error", () => undefined);
      child.on("exit", () => {
        reject(new Error("The media process ended before it was ready."));
        this.#mourn(performance.now() - startedAt);
      });
      this.#send({ kind: "begin", options: this.#options });
    });
  }

  /** Asks the media process; `media-down` when it is not there or dies before it answers. */
  async ask<M extends Asked>(
    method: M,
    ...values: Parameters<MediaPlane[M]>
  ): Promise<Awaited<ReturnType<MediaPlane[M]>> | Refused> {
    if (!this.#ready) return mediaDown;
    this.#number += 1;
    const number = this.#number;
    const answered = new Promise<unknown>((resolve) => this.#asked.set(number, resolve));
    this.#send({ kind: "ask", number, method, values } as ToMedia);
    return (await answered) as Awaited<ReturnType<MediaPlane[M]>> | Refused;
  }

  /** Tells the media process; lost when it is not there, as are the legs it would concern. */
  tell<M extends Told>(method: M, ...values: Parameters<MediaPlane[M]>): void {
    if (this.#ready) this.#send({ kind: "tell", method, values } as ToMedia);
  }

  on(listener: (event: MediaEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Ends the media process once its recordings are kept. */
  async close(): Promise<void> {
    if (this.#closing) return this.#closed;
    this.#closing = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    this.#closed = new Promise((resolve) => child.once("exit", () => resolve()));
    const late = setTimeout(() => child.kill("SIGKILL"), closeWithin);
    this.#send({ kind: "close" });
    await this.#closed;
    clearTimeout(late);
  }

  #send(message: ToMedia): void {
    this.#outbox.put(message);
  }

  #receive(message: FromMedia): void {
    if (message.kind === "event") for (const listener of this.#listeners) listener(message.event);
    if (message.kind !== "reply") return;
    this.#asked.get(message.number)?.(message.value);
    this.#asked.delete(message.number);
  }

  #mourn(lived: number): void {
    const wasReady = this.#ready;
    this.#ready = false;
    this.#child = null;
    for (const resolve of this.#asked.values()) resolve(mediaDown);
    this.#asked.clear();
    // A first start that fails is the caller's to hear of, not to be tried for ever.
    if (this.#closing || (!wasReady && !this.#restarting)) return;
    this.#restarting = true;
    setTimeout(() => this.#restart(), lived < livedWell ? restartPause : 0);
  }

  #restart(): void {
    if (this.#closing) return;
    this.start().then(
      () => {
        this.#restarting = false;
        for (const listener of this.#listeners) listener({ type: "restarted" });
      },
      () => undefined,
    );
  }
}
