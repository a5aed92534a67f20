import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { FromDesks, Manner, ToDesks } from "./desk-words.ts";

/** The automatic desks as the bench sees them. */
export type Room = {
  readonly pid: number;
  manner(manner: Manner): void;
  answer(desk: string): void;
  hangUp(desk: string): void;
  /** The next word of this kind, or a rejection after `within` ms. */
  next<T extends FromDesks["type"]>(type: T, within?: number): Promise<Extract<FromDesks, { type: T }>>;
  /** Words of this kind so far. */
  count(type: FromDesks["type"]): number;
  close(): void;
};

/** Who sits where: usernames of the demo city and its desks. */
export type Seats = readonly (readonly [username: string, desk: string])[];

/** Starts the desks' process; resolves when every desk is ready for calls. */
export async function openRoom(console: string, seats: Seats): Promise<Room> {
  const child = fork(join(import.meta.dirname, "desks.ts"), { stdio: "inherit" });
  const tell = (word: ToDesks): void => void child.send(word);
  const room = roomOf(child, tell);
  tell({ type: "sit-down", console, desks: seats });
  await Promise.race([
    room.next("seated", 30_000),
    room.next("failed", 31_000).then(({ sentence }) => Promise.reject(new Error(sentence))),
  ]);
  return room;
}

function roomOf(child: ChildProcess, tell: (word: ToDesks) => void): Room {
  const counts = new Map<string, number>();
  const waiting = new Set<{ readonly type: string; readonly take: (word: FromDesks) => void }>();
  child.on("message", (word: FromDesks) => {
    counts.set(word.type, (counts.get(word.type) ?? 0) + 1);
    for (const each of waiting) {
      if (each.type !== word.type) continue;
      waiting.delete(each);
      each.take(word);
    }
  });
  return {
    pid: child.pid ?? 0,
    manner: (manner) => tell({ type: "manner", manner }),
    answer: (desk) => tell({ type: "answer", desk }),
    hangUp: (desk) => tell({ type: "hang-up", desk }),
    next: (type, within = 5_000) =>
      new Promise((done, fail) => {
        const limit = setTimeout(() => fail(new Error(`no desk said "${type}" within ${within} ms`)), within);
        const take = (word: FromDesks): void => {
          clearTimeout(limit);
          done(word as Extract<FromDesks, { type: typeof type }>);
        };
        waiting.add({ type, take });
      }),
    count: (type) => counts.get(type) ?? 0,
    close: () => child.disconnect(),
  };
}
