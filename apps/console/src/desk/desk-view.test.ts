import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board } from "@siaga/contracts/live";
import { roomAt, type Scene } from "../preview/room.ts";
import { hearExchange, nowhere, type Standing } from "../softphone/standing.ts";
import { viewDesk } from "./desk-view.ts";

const now = 1_800_000_000_000;
const room = (scene: Scene): Board => roomAt(scene, now, "sari");
const rung = (call: string): Standing =>
  hearExchange(
    nowhere,
    {
      type: "ring",
      expiresAt: 0,
      card: {
        call,
        line: "112",
        lineName: "112",
        arrivedAt: now,
        number: null,
        callsToday: 0,
        calls30Days: 0,
        classified: {},
        genuine: null,
        test: false,
      },
    },
    now,
  );
const joined = (call: string): Standing => hearExchange(rung(call), { type: "joined", call, at: now }, now);
const ended = (call: string): Standing => hearExchange(joined(call), { type: "ended", call }, now);
const see = (scene: Scene, standing: Standing, heard = true, at = now) =>
  viewDesk("meja-2", room(scene), standing, heard, at);

test("a call rings when the centre says so, with the caller's facts", () => {
  const view = see("ringing", nowhere);

  assert.equal(view.state, "ringing");
  assert.equal(view.state === "ringing" && view.calls[0].facts?.genuine.count, 1);
});

test("a call rings when only the exchange says so, before the centre and without it", () => {
  assert.equal(see("idle", rung("new")).state, "ringing");
  assert.equal(viewDesk("meja-2", null, rung("new"), false, now).state, "ringing");
});

test("a call the exchange already stopped is not rung by a slower live view", () => {
  const stopped = hearExchange(rung("mine"), { type: "stop-ringing", call: "mine" }, now);

  assert.notEqual(see("ringing", stopped).state, "ringing");
});

test("joined means on the call at once, and the masked number stays as it came", () => {
  const view = see("ringing", joined("mine"));

  assert.equal(view.state, "on-call");
  assert.equal(view.state === "on-call" && view.call.number, "0812 •••• 4417");
});

test("after a refresh the live view alone shows the call until the links stand again", () => {
  assert.equal(see("on-call", nowhere).state, "on-call");
});

test("a call that ended at the exchange is wrap-up before the centre says so", () => {
  assert.equal(see("on-call", ended("mine")).state, "wrap-up");
});

test("wrap-up shows when it lapses by itself", () => {
  const view = see("wrap-up", nowhere);

  assert.equal(view.state === "wrap-up" && view.lapsesAt, now + 22_000);
});

test("with the centre gone a call's end leads through a short wrap-up back to ready", () => {
  const without = (at: number) => viewDesk("meja-2", room("idle"), ended("new"), false, at).state;

  assert.equal(without(now + 1_000), "wrap-up");
  assert.equal(without(now + 6_000), "available");
});

test("a desk nobody knows yet is not ready", () => {
  assert.equal(viewDesk("meja-9", room("idle"), nowhere, true, now).state, "not-ready");
});

test("a free desk that listens says to whom and until when; a call that rings comes first", () => {
  const view = see("listening", nowhere);

  assert.equal(view.state === "listening" && view.call.id, "t1");
  assert.equal(view.state === "listening" && view.until, now + 5_000);
  assert.equal(see("listening", rung("new")).state, "ringing");
});
