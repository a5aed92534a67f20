import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { MediaPlane } from "@siaga/media";
import type { Spacing } from "./measure.ts";

export type ToGenerator = {
  readonly do: "open" | "connect" | "press" | "clear" | "report";
  readonly count?: number;
  readonly ports?: readonly number[];
};

/** Callers in a process of their own, so that what is measured is not how late they are. One order at a time. */
export class Generator {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, "generator-process.ts"));

  get pid(): number {
    return this.#child.pid!;
  }

  /** A caller for each of the legs, who speaks from now on. */
  async call(plane: MediaPlane, legs: readonly string[]): Promise<void> {
    await this.open(legs.length, (from) => Promise.all(legs.map((leg, at) => openLeg(plane, leg, from[at]!))));
  }

  /** So many callers who speak from now on; `reached` says to which port each of them sends, told from which. */
  async open(count: number, reached: (from: readonly number[]) => Promise<readonly number[]>): Promise<void> {
    const from = (await this.#ask({ do: "open", count })) as readonly number[];
    await this.#ask({ do: "connect", ports: await reached(from) });
  }

  /** Everybody presses a key. */
  async press(): Promise<void> {
    await this.#ask({ do: "press" });
  }

  /** Forgets what was heard so far. */
  async clear(): Promise<void> {
    await this.#ask({ do: "clear" });
  }

  async report(): Promise<{ readonly heard: number; readonly spacing: Spacing; readonly lost: number }> {
    return (await this.#ask({ do: "report" })) as { heard: number; spacing: Spacing; lost: number };
  }

  close(): void {
    this.#child.disconnect();
  }

  #ask(order: ToGenerator): Promise<unknown> {
    return new Promise((resolve) => {
      this.#child.once("message", ({ value }: { value: unknown }) => resolve(value));
      this.#child.send(order);
    });
  }
}

export const offerOf = (port: number): string =>
  [
    "v=0",
    "o=peer 1 1 IN IP4 127.0.0.1",
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    `m=audio ${port} RTP/AVP 8 101`,
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "",
  ].join("\r\n");

async function openLeg(plane: MediaPlane, leg: string, port: number): Promise<number> {
  const opened = await plane.openTrunkLeg({ leg, offer: offerOf(port), address: "127.0.0.1", allowedSources: [] });
  if (!opened.ok) throw new Error(opened.sentence);
  return Number(/^m=audio (\d+)/m.exec(opened.sdp)?.[1]);
}
