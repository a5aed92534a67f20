import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { DeskManner, FromDesks, ToDesks } from "./desk-words.ts";

/** The desks as the rehearsal sees them. */
export type DeskRoom = {
  /** Every word so far. */
  readonly words: readonly FromDesks[];
  close(): Promise<void>;
};

const seats = [
  ["ani", "meja-1"],
  ["budi", "meja-2"],
  ["eka", "meja-3"],
] as const;

/** Seats three people of the demo city; resolves when all are ready for calls. */
export async function openDeskRoom(console: string, manner: DeskManner): Promise<DeskRoom> {
  const child = fork(join(import.meta.dirname, "desks.ts"), { stdio: "inherit" });
  const words: FromDesks[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on("message", (word: FromDesks) => {
    words.push(word);
    if (word.type === "seated") resolve();
    if (word.type === "failed") reject(new Error(word.sentence));
  });
  child.once("exit", () => reject(new Error("the desks' process ended")));
  child.send({ type: "sit-down", console, desks: seats, manner } satisfies ToDesks);
  await promise;
  return {
    words,
    async close() {
      if (child.exitCode !== null) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}
