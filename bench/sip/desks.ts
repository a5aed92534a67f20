/**
 * Automatic desks: they speak the desk-link as the console does, in a process of their own beside the centre's.
 * Told what to do by the bench over IPC (desk-words.ts).
 */
import { setTimeout as pause } from "node:timers/promises";
import type { ToDesk } from "@siaga/contracts/desk-link";
import { level } from "@siaga/media/instrument";
import type { DeskLine } from "./desk-line.ts";
import { audible, callerTone, deskTone, type FromDesks, type Manner, steady, type ToDesks } from "./desk-words.ts";
import { type Post, takeSeat } from "./take-seat.ts";

/** How long an answering desk talks (ms). */
const talks = 2_000;

type Desk = {
  readonly name: string;
  readonly line: DeskLine;
  readonly post: Post;
  ringing: string | null;
  talking: string | null;
};

const desks = new Map<string, Desk>();
let manner: Manner = "asked";
const say = (word: FromDesks): void => void process.send?.(word);

async function sitDown(console: string, username: string, name: string): Promise<void> {
  const { post, line } = await takeSeat(console, username, name, (word) => void hear(desk, word));
  const desk: Desk = { name, line, post, ringing: null, talking: null };
  desks.set(name, desk);
  await pause(500);
  await post("/api/desk/ready");
}

async function hear(desk: Desk, word: ToDesk): Promise<void> {
  if (word.type === "ring") {
    desk.ringing = word.card.call;
    say({ type: "rings", desk: desk.name, at: steady() });
    if (manner !== "asked") answer(desk);
  }
  if (word.type === "stop-ringing" && desk.ringing === word.call) desk.ringing = null;
  if (word.type === "joined") {
    desk.talking = word.call;
    desk.line.sing(deskTone);
    if (manner === "answering") void pause(talks).then(() => hangUp(desk, word.call));
  }
  if (word.type === "ended" && desk.talking === word.call) await finish(desk, word.call);
}

function answer(desk: Desk): void {
  if (desk.ringing === null) return;
  desk.line.listen((samples) => {
    if (level(samples, callerTone) < audible) return;
    desk.line.listen(null);
    say({ type: "hears", desk: desk.name, at: steady() });
  });
  say({ type: "pressed", desk: desk.name, at: steady() });
  desk.line.send({ type: "answer-call", call: desk.ringing });
}

function hangUp(desk: Desk, call: string | null): void {
  if (call !== null && desk.talking === call) desk.line.send({ type: "hang-up", call });
}

/**
 * Classifies in one key and is free for the next call. Who was spoken to called in earnest; the load's callers send no
 * sound.
 */
async function finish(desk: Desk, call: string): Promise<void> {
  desk.talking = null;
  desk.line.sing(null);
  await desk.post(`/api/calls/${call}/classification`, {
    classification: manner === "asked" ? "non-emergency" : "silent",
  });
  await desk.post("/api/desk/wrap-up/finish");
  say({ type: "free", desk: desk.name });
}

async function obey(word: ToDesks): Promise<void> {
  if (word.type === "sit-down") {
    for (const [username, desk] of word.desks) await sitDown(word.console, username, desk);
    say({ type: "seated" });
  }
  if (word.type === "manner") ({ manner } = word);
  const desk = "desk" in word ? desks.get(word.desk) : undefined;
  if (desk === undefined) return;
  if (word.type === "answer") answer(desk);
  if (word.type === "hang-up") hangUp(desk, desk.talking);
}

process.on("message", (word: ToDesks) => {
  obey(word).catch((error: Error) => say({ type: "failed", sentence: error.message }));
});
process.on("disconnect", () => process.exit());
