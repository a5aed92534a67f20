/**
 * Automatic desks: they speak the desk-link as the console does, in a process of their own beside the centre's.
 * Told what to do by the bench over IPC (desk-words.ts).
 */
import { setTimeout as pause } from "node:timers/promises";
import type { ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";
import { type DeskLine, openDeskLine } from "./desk-line.ts";
import { type FromDesks, type Manner, steady, type ToDesks } from "./desk-words.ts";

/** How long an answering desk talks (ms). */
const talks = 2_000;

type Desk = {
  readonly name: string;
  readonly line: DeskLine;
  readonly post: Post;
  ringing: string | null;
  talking: string | null;
};
type Post = (path: string, body?: object) => Promise<Response>;

const desks = new Map<string, Desk>();
let manner: Manner = "asked";
const say = (word: FromDesks): void => void process.send?.(word);

/** A signed-in person's requests. */
async function signIn(console: string, username: string): Promise<Post> {
  const ask = (path: string, body: object | undefined, cookie: string): Promise<Response> =>
    fetch(`${console}${path}`, {
      method: "POST",
      headers: { origin: console, cookie, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const session = await ask("/api/session", { username, password: "siaga112" }, "");
  if (!session.ok) throw new Error(`${username} cannot sign in: ${session.status} ${await session.text()}`);
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  return (path, body) => ask(path, body, cookie);
}

async function sitDown(console: string, username: string, name: string): Promise<void> {
  const post = await signIn(console, username);
  const claimed = await post("/api/desk", { desk: name });
  if (!claimed.ok) throw new Error(`${name} cannot be taken: ${claimed.status} ${await claimed.text()}`);
  const { token, ports } = (await claimed.json()) as DeskClaim;
  const line = await openDeskLine(`ws://127.0.0.1:${ports.http}/desk?token=${token}`, (word) => void hear(desk, word));
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
    desk.line.sing(true);
    if (manner === "answering") void pause(talks).then(() => hangUp(desk, word.call));
  }
  if (word.type === "ended" && desk.talking === word.call) await finish(desk, word.call);
}

function answer(desk: Desk): void {
  if (desk.ringing === null) return;
  desk.line.listenFor(() => say({ type: "hears", desk: desk.name, at: steady() }));
  say({ type: "pressed", desk: desk.name, at: steady() });
  desk.line.send({ type: "answer-call", call: desk.ringing });
}

function hangUp(desk: Desk, call: string | null): void {
  if (call !== null && desk.talking === call) desk.line.send({ type: "hang-up", call });
}

/** Classifies in one key and is free for the next call. */
async function finish(desk: Desk, call: string): Promise<void> {
  desk.talking = null;
  desk.line.sing(false);
  await desk.post(`/api/calls/${call}/classification`, { classification: "silent" });
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
