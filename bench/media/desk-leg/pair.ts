import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { FromDesks, ToDesks } from "./desks-process.ts";
import type { FromLegs, ToLegs } from "./legs-process.ts";

export type Library = "node-datachannel" | "werift";
export type LegsCount = Extract<FromLegs, { did: "count" }>;

/** A process of legs by one library and a process of desks, which call on it. */
export type Pair = {
  /** Raises until that many stand; ms from answer to connection of each. */
  raise(count: number): Promise<readonly number[]>;
  drop(): Promise<void>;
  /** Opens a leg for an offer from elsewhere; gives the answer. */
  open(number: number, offer: string): Promise<string>;
  count(): Promise<LegsCount>;
  answer(times: number): Promise<LegsCount>;
  desksHeard(): Promise<number>;
  /** False once the legs' process died. */
  lives(): boolean;
  close(): void;
};

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

type Said = { readonly did: string; readonly number?: number };

/** Waits for what a child says; rejects when it has not said so within a minute. */
function listenTo<T extends Said>(child: ChildProcess) {
  return <D extends T["did"]>(did: D, number?: number): Promise<Extract<T, { did: D }>> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no "${did}" ${number ?? ""}`)), 60_000);
      const look = (said: Said): void => {
        if (said.did !== did || said.number !== number) return;
        child.off("message", look);
        clearTimeout(limit);
        resolve(said as Extract<T, { did: D }>);
      };
      child.on("message", look);
    });
}

export async function openPair(library: Library, firstPort: number): Promise<Pair> {
  const here = import.meta.dirname;
  const legs = fork(join(here, "legs-process.ts"), [library, String(firstPort)], { execArgv: ["--expose-gc"] });
  const desks = fork(join(here, "desks-process.ts"));
  const fromLegs = listenTo<FromLegs>(legs);
  const fromDesks = listenTo<FromDesks>(desks);
  // A process that died hears nothing; that it died is asked for by name.
  const tellLegs = (told: ToLegs): void => void (legs.connected && legs.send(told));
  const tellDesks = (told: ToDesks): void => void desks.send(told);
  let standing = 0;
  await fromLegs("begin");

  async function raiseOne(number: number): Promise<number> {
    const offered = fromDesks("offer", number);
    tellDesks({ do: "offer", number });
    const { sdp } = await offered;
    const [opened, up] = [fromLegs("open", number), fromLegs("up", number)];
    tellLegs({ do: "open", number, offer: sdp });
    const { answer } = await opened;
    const from = performance.now();
    tellDesks({ do: "accept", number, answer });
    await up;
    return performance.now() - from;
  }
  function ask(told: ToLegs): Promise<LegsCount> {
    const counted = fromLegs("count");
    tellLegs(told);
    return counted;
  }
  return {
    async raise(count) {
      const took: number[] = [];
      for (; standing < count; standing += 1) took.push(await raiseOne(standing));
      return took;
    },
    async drop() {
      for (let number = 0; number < standing; number += 1) {
        tellLegs({ do: "close", number });
        tellDesks({ do: "close", number });
      }
      standing = 0;
      await pause(50);
    },
    async open(number, offer) {
      const opened = fromLegs("open", number);
      tellLegs({ do: "open", number, offer });
      return (await opened).answer;
    },
    count: () => ask({ do: "count" }),
    answer: (times) => ask({ do: "answer", times }),
    async desksHeard() {
      const counted = fromDesks("count");
      tellDesks({ do: "count" });
      return (await counted).heard;
    },
    lives: () => legs.exitCode === null && legs.signalCode === null,
    close() {
      if (legs.connected) legs.disconnect();
      desks.disconnect();
    },
  };
}
