/**
 * Three people at desks, in a process of their own: they pick up, greet, listen, and label what they heard. They know
 * callers by ear alone. Told where to sit over IPC (desk-words.ts).
 */
import { setTimeout as pause } from "node:timers/promises";
import { audible, greetings, understood, voices } from "@siaga/callers/flood";
import type { ToDesk } from "@siaga/contracts/desk-link";
import type { LiveMessage } from "@siaga/contracts/live";
import type { Classification } from "@siaga/core";
import { level } from "@siaga/media/instrument";
import { classes, type ClassName, streamOf } from "@siaga/simulator";
import { WebSocket } from "ws";
import type { DeskLine } from "../sip/desk-line.ts";
import { type Post, takeSeat } from "../sip/take-seat.ts";
import type { DeskManner, FromDesks, ToDesks } from "./desk-words.ts";

type Desk = {
  readonly name: string;
  readonly greeting: number;
  readonly post: Post;
  readonly line: DeskLine;
  readonly cookie: string;
  readonly manner: DeskManner;
  readonly chance: ReturnType<typeof streamOf>;
  ringing: string | null;
  talking: string | null;
  /** Who this is, by the voice; null: nothing heard yet. */
  heard: ClassName | null;
  /** The call in which letting the caller wait was thought about; once is enough. */
  considered: string | null;
  /** The call that is being let wait. */
  parking: string | null;
};

const byVoice = new Map(
  (Object.entries(voices) as [ClassName, number | null][]).flatMap(([name, voice]) =>
    voice === null ? [] : [[voice, name] as const],
  ),
);
const say = (word: FromDesks): void => void process.send?.(word);
const failed = (error: Error): void => say({ type: "failed", sentence: error.message });

async function sitDown(word: ToDesks): Promise<void> {
  const desks = await Promise.all(
    word.desks.map(async ([username, name], place) => {
      const seat = await takeSeat(word.console, username, name, (told) => void hear(desk, told).catch(failed));
      const fresh = { ringing: null, talking: null, heard: null, considered: null, parking: null };
      const chance = streamOf(word.manner.seed, 12, place);
      const desk: Desk = { name, greeting: greetings[place]!, ...seat, manner: word.manner, chance, ...fresh };
      return desk;
    }),
  );
  watch(word.console, desks[0]!.cookie, desks);
  await pause(500);
  await Promise.all(desks.map(({ post }) => post("/api/desk/ready")));
  say({ type: "seated" });
}

async function hear(desk: Desk, word: ToDesk): Promise<void> {
  if (word.type === "ring") await ring(desk, word.card.call);
  if (word.type === "stop-ringing" && desk.ringing === word.call) desk.ringing = null;
  if (word.type === "joined") greet(desk, word.call);
  if (word.type !== "ended" || desk.talking !== word.call) return;
  if (desk.parking === word.call) fallSilent(desk);
  else await finish(desk, word.call);
}

/** What the screens show: somebody in greater need waits while this caller is spoken to. */
function watch(console: string, cookie: string, desks: readonly Desk[]): void {
  const live = new WebSocket(`${console.replace("http", "ws")}/live`, { headers: { cookie, origin: console } });
  live.on("message", (text: Buffer) => {
    const message = JSON.parse(text.toString()) as LiveMessage;
    if (message.type !== "patch") return;
    for (const row of Object.values(message.calls ?? {})) {
      const asked = row?.parkSuggested ?? null;
      const desk = asked && desks.find(({ talking }) => talking === row?.id);
      if (row && asked && desk) void considerParking(desk, row.id, asked).catch(failed);
    }
  });
}

type Asked = { readonly since: number; readonly information: boolean };

/** `since`: the question the screen shows now; the room may put it once more. */
async function considerParking(desk: Desk, call: string, { since, information }: Asked): Promise<void> {
  const question = `${call} ${since}`;
  if (desk.considered === question || desk.parking === call) return;
  desk.considered = question;
  const { parks } = desk.manner;
  const nuisance = isNuisance(desk);
  const onlyAsks = information && !nuisance && desk.heard !== null && !classes[desk.heard].inNeed;
  if (!desk.chance.happens(nuisance ? parks.recognised : onlyAsks ? parks.information : parks.mistaken)) return;
  await pause(parks.after);
  if (desk.talking !== call) return;
  desk.parking = call;
  const answer = await desk.post(`/api/calls/${call}/park`);
  if (answer.ok) say({ type: "parked", desk: desk.name, nuisance });
  else desk.parking = null;
}

/** Both links tell of one ring: it is picked up once. */
async function ring(desk: Desk, call: string): Promise<void> {
  if (desk.ringing === call) return;
  desk.ringing = call;
  await pause(desk.manner.pickUp);
  if (desk.ringing === call) desk.line.send({ type: "answer-call", call });
}

function greet(desk: Desk, call: string): void {
  if (desk.talking === call) return;
  Object.assign(desk, { ringing: null, talking: call, heard: null });
  desk.line.sing(desk.greeting);
  desk.line.listen((samples) => listen(desk, samples));
  say({ type: "answered", desk: desk.name });
}

function listen(desk: Desk, samples: Int16Array): void {
  for (const [voice, name] of byVoice) {
    if (level(samples, voice) < audible) continue;
    desk.heard = name;
    desk.line.listen(null);
    desk.line.sing(understood(desk.greeting));
    return say({ type: "heard", desk: desk.name, voice });
  }
}

/** Whoever said nothing is nuisance to an operator as often as the model says. */
const isNuisance = ({ heard }: Desk): boolean => heard === null || classes[heard].nuisance;

async function finish(desk: Desk, call: string): Promise<void> {
  fallSilent(desk);
  const { labelled } = desk.manner;
  const nuisance = desk.chance.happens(isNuisance(desk) ? labelled.nuisance : labelled.real);
  await desk.post(`/api/calls/${call}/classification`, { classification: labelOf(desk, nuisance) });
  await desk.post("/api/desk/wrap-up/finish");
  say({ type: "labelled", desk: desk.name, nuisance });
  say({ type: "free", desk: desk.name });
}

function labelOf({ heard }: Desk, nuisance: boolean): Classification {
  if (nuisance) return heard === null ? "silent" : "prank";
  return heard !== null && classes[heard].inNeed ? "emergency" : "information";
}

function fallSilent(desk: Desk): void {
  Object.assign(desk, { talking: null, parking: null });
  desk.line.listen(null);
  desk.line.sing(null);
}

process.on("message", (word: ToDesks) => void sitDown(word).catch(failed));
process.on("disconnect", () => process.exit());
