import { randomUUID } from "node:crypto";
import { RtpPeer } from "@siaga/media/instrument";
import type { OutboundCall, SipEdge } from "@siaga/sip";
import { type CallerClass, type Drawn, hesitation, responseOf } from "@siaga/simulator";
import type { Fate } from "./fate.ts";
import { type Ear, type Heard, type KnownPrompts, openEar } from "./hearing.ts";
import { numberOf } from "./telephone-book.ts";
import { voices } from "./tones.ts";

/** How a call ended, as the caller knows it. `stopped`: the rehearsal ended first. */
export type End = "served" | "gave-up" | "refused" | "failed" | "cut-off" | "stopped";

/** What all calls of a rehearsal share. */
export type Line = {
  readonly edge: SipEdge;
  readonly trunk: string;
  readonly dialled: string;
  readonly prompts: KnownPrompts;
  /** Spoken words, A-law. */
  readonly words: Uint8Array;
  /** How many times faster than life people live; packets, prompts and key presses are never faster. */
  readonly pace: number;
  /** Ears are asked every 20 ms by one clock. */
  readonly listeners: Set<() => void>;
  /** Hang-ups on their way. */
  readonly farewells: Set<Promise<void>>;
};

/** One call while it lives. */
type Calling = {
  readonly fate: Fate;
  readonly kind: CallerClass;
  readonly drawn: Drawn;
  readonly line: Line;
  readonly peer: RtpPeer;
  readonly call: OutboundCall;
  readonly ear: Ear;
  readonly timers: Set<NodeJS.Timeout>;
  readonly ended: (end: End) => void;
  over: boolean;
  heard: number;
  asked: number;
  patience: NodeJS.Timeout | null;
  end: NodeJS.Timeout | null;
  joinedAt: number | null;
  /** Real ms of conversation still needed. */
  left: number;
};

/** A placed call: its end, and a way to end it early. */
export type Placed = { readonly end: Promise<End>; stop(): void };

/** Dials once as this person does: waits, listens, answers what is asked, speaks with whoever answers, hangs up. */
export async function place(fate: Fate, kind: CallerClass, drawn: Drawn, line: Line): Promise<Placed> {
  const peer = await RtpPeer.open();
  const call = line.edge.dial(line.trunk, line.dialled, {
    id: randomUUID(),
    offer: peer.describe(),
    callerNumber: numberOf(fate.person.number) ?? "anonymous",
  });
  const { promise, resolve } = Promise.withResolvers<End>();
  const common = { fate, kind, drawn, line, peer, call, ear: openEar(line.prompts), timers: new Set<NodeJS.Timeout>() };
  const waiting = {
    over: false,
    heard: 0,
    asked: 0,
    patience: null,
    end: null,
    joinedAt: null,
    left: drawn.service / line.pace,
  };
  const calling: Calling = { ...common, ...waiting, ended: resolve };
  const listen = (): void => listenOn(calling);
  line.listeners.add(listen);
  listenToTrunk(calling);
  waitPatiently(calling);
  const end = promise.finally(async () => {
    calling.over = true;
    line.listeners.delete(listen);
    for (const timer of calling.timers) clearTimeout(timer);
    if (calling.joinedAt !== null) fate.talked += performance.now() - calling.joinedAt;
    await peer.close();
  });
  return { end, stop: () => hangUp(calling, "stopped") };
}

function listenToTrunk(calling: Calling): void {
  const { call, peer, fate } = calling;
  call.on((event) => {
    if (calling.over) return;
    if (event.type === "answered" || event.type === "progress") {
      peer.connect(event.sdp);
      rest(calling);
    }
    if (event.type === "reoffer") event.respond(peer.describe());
    if (event.type === "bye") {
      fate.cutOff += 1;
      calling.ended("cut-off");
    }
    if (event.type !== "failed") return;
    const refused = event.code === 486 || event.code === 503;
    if (refused) fate.refusals += 1;
    else fate.failures += 1;
    calling.ended(refused ? "refused" : "failed");
  });
}

function later(calling: Calling, ms: number, act: () => void): NodeJS.Timeout {
  const timer = setTimeout(() => {
    calling.timers.delete(timer);
    act();
  }, ms);
  calling.timers.add(timer);
  return timer;
}

function hangUp(calling: Calling, end: End): void {
  if (calling.over) return;
  calling.over = true;
  const { farewells } = calling.line;
  const farewell = calling.call.cancelOrHangUp().finally(() => farewells.delete(farewell));
  farewells.add(farewell);
  calling.ended(end);
}

function waitPatiently(calling: Calling): void {
  calling.patience = later(calling, calling.drawn.patience / calling.line.pace, () => hangUp(calling, "gave-up"));
}

/** What a caller sends while waiting: a tape runs on, everybody else is still. */
function rest({ fate, peer }: Calling): void {
  const tape = fate.person.class === "audio-bot" ? voices["audio-bot"] : null;
  if (tape === null) void peer.sendBytes(new Uint8Array());
  else peer.sendTone(tape);
}

function listenOn(calling: Calling): void {
  const { peer, ear } = calling;
  for (; !calling.over && calling.heard < peer.heard.length; calling.heard += 1) {
    const { packet } = peer.heard[calling.heard]!;
    if (packet.payloadType !== 8) continue;
    const heard = ear.hear(packet.payload);
    if (heard !== null) reactTo(calling, heard);
  }
}

function reactTo(calling: Calling, heard: Heard): void {
  const { fate } = calling;
  if (heard.type === "asked") answer(calling, heard.digit, heard.endsIn);
  if (heard.type === "greeted") join(calling);
  if (heard.type === "understood") fate.understood += 1;
  if (heard.type === "left") part(calling);
}

/** Some words, and still again, unless somebody has answered meanwhile. */
async function say(calling: Calling): Promise<void> {
  await calling.peer.sendBytes(calling.line.words);
  if (!calling.over && calling.joinedAt === null) rest(calling);
}

/** The asked digit, some words, or nothing: as drawn, after the question and a moment's hesitation. */
function answer(calling: Calling, digit: string, endsIn: number): void {
  const { kind, drawn, line, peer, fate } = calling;
  const response = responseOf(kind, drawn, calling.asked);
  const after = endsIn + hesitation(drawn, calling.asked) / line.pace;
  calling.asked += 1;
  fate.asked += 1;
  if (response === "none") return;
  later(calling, after, () => {
    if (calling.over || calling.joinedAt !== null) return;
    if (response === "weak") return void say(calling);
    fate.pressed += 1;
    // Whoever hangs up lets go of the key.
    void peer.press(digit).catch(() => undefined);
  });
}

function join(calling: Calling): void {
  const { fate, peer } = calling;
  if (calling.joinedAt !== null) return;
  const now = performance.now();
  if (calling.patience !== null) clearTimeout(calling.patience);
  calling.joinedAt = now;
  fate.conversations += 1;
  fate.answeredAfter ??= now - (fate.dialledAt ?? now);
  const voice = voices[fate.person.class];
  if (voice !== null) peer.sendTone(voice);
  calling.end = later(calling, calling.left, () => hangUp(calling, "served"));
}

/** Let wait again: a real caller has not been helped. */
function part(calling: Calling): void {
  const { fate, kind } = calling;
  if (calling.joinedAt === null) return;
  if (calling.end !== null) clearTimeout(calling.end);
  const talked = performance.now() - calling.joinedAt;
  fate.talked += talked;
  calling.left = Math.max(0, calling.left - talked);
  calling.joinedAt = null;
  if (kind.inNeed) fate.answeredAfter = null;
  rest(calling);
  waitPatiently(calling);
}
