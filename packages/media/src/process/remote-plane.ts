import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LegId, MediaEvent, MediaOptions, MediaPlane, Refused } from "../plane.ts";
import { Asking } from "./asking.ts";
import type { Ask, Asked, FromMedia, Told, ToMedia } from "./messages.ts";
import { openOutbox } from "./outbox.ts";
import { StandingLegs } from "./standing.ts";

/** ms by which each further start waits longer, when the processes before it did not live long; never more than the most. */
const pauseStep = 300;
const mostPause = 2000;
/** ms a media process must have lived for its death not to count as one of a row. */
const livedWell = 5000;
/** ms the media process may take to finish its recordings before it is killed. */
const closeWithin = 10_000;
/** ms a question waits for a media process that is being started anew: nobody is turned away because one died. */
const patience = 5000;

const steady = (): number => performance.now();

/**
 * The media plane in a child process. When it dies another is started and told what the last one had been told, so that
 * trunk legs go on by themselves; desks must offer again. `died` and `restarted` say so.
 */
export class RemotePlane {
  readonly #options: MediaOptions;
  readonly #listeners: ((event: MediaEvent) => void)[] = [];
  readonly #asking = new Asking<Ask>(patience);
  readonly #standing = new StandingLegs(steady);
  /** Desks that have not offered anew since the process died. */
  readonly #desksAway = new Set<LegId>();
  readonly #outbox = openOutbox<ToMedia>((batch) => {
    // A pipe to a dying process breaks between its death and our notice of it.
    if (this.#child?.connected) this.#child.send(batch, () => undefined);
  });
  #child: ChildProcess | null = null;
  #ready = false;
  #closing = false;
  #diedAt: number | null = null;
  #deathsInARow = 0;
  #closed: Promise<void> = Promise.resolve();

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
      const startedAt = steady();
      const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), {
        execPath: process.execPath,
        // Hardly anything is allocated in a tick: a small nursery (MB) costs little time and keeps a waiting call small (adr/0010).
        execArgv: ["--max-semi-space-size=2"],
      });
      this.#child = child;
      const take = (message: FromMedia): void => {
        if (message.kind === "ready") {
          this.#begin();
          resolve();
        } else if (message.kind === "unusable") {
          reject(new Error(message.sentence));
          child.disconnect();
        } else this.#receive(message);
      };
      child.on("message", (batch: readonly FromMedia[]) => {
        for (const message of batch) take(message);
      });
      child.on("error", () => undefined);
      child.on("exit", () => {
        reject(new Error("The media process ended before it was ready."));
        this.#mourn(steady() - startedAt);
      });
      this.#send({ kind: "begin", options: this.#options });
    });
  }

  /** Asks the media process; `media-down` when it stays away. */
  async ask<M extends Asked>(
    method: M,
    ...values: Parameters<MediaPlane[M]>
  ): Promise<Awaited<ReturnType<MediaPlane[M]>> | Refused> {
    const answered = this.#asking.ask(
      (number) => ({ kind: "ask", number, method, values }) as Ask,
      (message) => this.#ready && this.#send(message),
    );
    return (await answered) as Awaited<ReturnType<MediaPlane[M]>> | Refused;
  }

  /** Tells the media process; what is told while it is away is told to the next one. */
  tell<M extends Told>(method: M, ...values: Parameters<MediaPlane[M]>): void {
    this.#standing.told(method, values);
    if (method === "closeLeg") this.#desksAway.delete(String(values[0]));
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
    if (child === null || child.exitCode !== null || child.signalCode !== null) return this.#asking.refuse();
    this.#closed = new Promise((resolve) => child.once("exit", () => resolve()));
    const late = setTimeout(() => child.kill("SIGKILL"), closeWithin);
    this.#send({ kind: "close" });
    await this.#closed;
    clearTimeout(late);
  }

  #send(message: ToMedia): void {
    this.#outbox.put(message);
  }

  #tellAll(event: MediaEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #receive(message: FromMedia): void {
    if (message.kind === "event") {
      this.#standing.heard(message.event);
      this.#tellAll(message.event);
    }
    if (message.kind === "resumed") this.#resumed(message.lost);
    if (message.kind !== "reply") return;
    this.#asking.answer(message.number, message.value, (ask) => this.#note(ask, message.value));
  }

  /** What the reply to a question makes of the leg it was about. */
  #note(ask: Ask, value: unknown): void {
    const reply = value as { readonly ok?: boolean; readonly sdp?: string };
    if (reply.ok !== true) return;
    const opened = { ok: true, sdp: reply.sdp ?? "" } as const;
    if (ask.method === "openTrunkLeg") this.#standing.opened(ask.values[0], opened);
    if (ask.method === "reoffer") this.#standing.reoffered(ask.values[0], ask.values[1], opened);
    if (ask.method === "acceptAnswer") this.#standing.answered(...ask.values);
    if (ask.method === "openDeskLeg") this.#deskOpened(ask.values[0]);
  }

  /** A desk that offers again after a death goes on where it was. */
  #deskOpened(leg: LegId): void {
    this.#standing.deskOpened(leg);
    const stood = this.#standing.find(leg);
    if (stood === null || !this.#desksAway.delete(leg)) return;
    const { muted, room, playing } = stood;
    if (muted) this.tell("mute", leg, true);
    if (room !== null) this.tell("join", room.room, leg, room.relation);
    if (playing !== null) this.tell("play", leg, playing.prompts, playing);
  }

  /** The process can open legs: it is given those of the last one, then whatever was asked meanwhile. */
  #begin(): void {
    this.#ready = true;
    if (this.#diedAt !== null)
      this.#send({ kind: "resume", legs: this.#standing.all(), ended: this.#standing.ended() });
    this.#asking.again((message) => this.#send(message));
  }

  #resumed(lost: readonly LegId[]): void {
    const gap = Math.round(steady() - (this.#diedAt ?? steady()));
    this.#diedAt = null;
    for (const leg of lost) this.#standing.forget(leg);
    const trunks = this.#standing.all().filter(({ session }) => session !== null);
    this.#tellAll({ type: "restarted", gap, resumed: trunks.map(({ leg }) => leg), lost });
  }

  #mourn(lived: number): void {
    const wasReady = this.#ready;
    this.#ready = false;
    this.#child = null;
    // A first start that fails is the caller's to hear of, not to be tried for ever.
    if (this.#closing || (!wasReady && this.#diedAt === null)) return this.#asking.refuse();
    this.#asking.wait();
    if (wasReady) {
      for (const { leg, session } of this.#standing.all()) if (session === null) this.#desksAway.add(leg);
      this.#diedAt ??= steady();
      this.#tellAll({ type: "died" });
    }
    this.#deathsInARow = lived < livedWell ? this.#deathsInARow + 1 : 0;
    setTimeout(() => this.#restart(), Math.min(mostPause, Math.max(0, this.#deathsInARow - 1) * pauseStep));
  }

  #restart(): void {
    // Another try follows from its exit, if it fails.
    if (!this.#closing) this.start().catch(() => undefined);
  }
}
