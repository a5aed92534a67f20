import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "../input.ts";
import { arrival, busyRoom, effectsOf, readied, type Room } from "../rehearsal/room.ts";
import { digitFor } from "./challenge.ts";

type Step = ReturnType<Room["play"]>;
const review: Input = { type: "surge.reviewed" };
const withheld = { caller: { kind: "withheld" } } as const;
const rung = (step: Step): string[] => effectsOf(step, "operator.ring").map(({ call }) => call);
const ringsAt = (step: Step): string[] => effectsOf(step, "operator.ring").map(({ desk }) => desk);

const free = (room: Room, at: number, seat: number): Step => {
  room.play(at, { type: "call.hung-up", call: `talks-${seat}` });
  return room.play(at, { type: "wrap-up.finished", desk: `meja-${seat}` });
};

/** Nothing is pressed or said, however often the question is put. */
function staySilent(room: Room, call: string, from: number): void {
  for (let attempt = 0; attempt <= triageDefaults.challenge!.retries; attempt += 1) {
    if (attempt > 0) room.play(from + 3 * attempt, { type: "challenge.due", call, attempt });
    room.play(from + 3 * attempt + 2, { type: "challenge.lapsed", call, attempt });
  }
}

/** The room is looked at each second; who rang when. */
function watched(room: Room, from: number, to: number): Map<string, number> {
  const rang = new Map<string, number>();
  for (let at = from; at <= to; at += 1) for (const call of rung(room.play(at, review))) rang.set(call, at);
  return rang;
}

test("while one of two operators talks on and on, the other does not stay idle before a silent caller for ever", () => {
  const room = busyRoom(2);
  room.play(11, arrival("silent", withheld));
  staySilent(room, "silent", 11);
  assert.deepEqual(rung(free(room, 25, 2)), []);
  assert.deepEqual([...watched(room, 26, 300)], [["silent", 11 + 240]]);
});

test("whoever is spoken to for long holds up the next silent caller no longer than twice the promotion", () => {
  const room = busyRoom(3);
  room.play(11, arrival("first", withheld), arrival("next", withheld));
  for (const call of ["first", "next"]) staySilent(room, call, 11);
  for (const seat of [1, 2, 3]) free(room, 25, seat);
  const desk = [...room.state.offers.values()].find(({ call }) => call === "first")?.desk ?? "";
  room.play(26, { type: "offer.accepted", call: "first", desk });
  assert.deepEqual([...watched(room, 27, 300)], [["next", 11 + 240]]);
});

test("a claim waits for free operators no longer than twice a promotion", () => {
  const room = busyRoom(2);
  const history = {
    callsToday: 5,
    calls30Days: 20,
    classified: {},
    genuine: { count: 0, lastAt: null },
    faded: { nuisance: 6, genuine: 0 },
  };
  room.play(11, arrival("claims", { history }));
  room.play(12, { type: "digit.received", call: "claims", digit: digitFor("claims") });
  assert.equal(room.state.calls.get("claims")?.place?.lane, "claim");
  free(room, 13, 2);
  assert.deepEqual([...watched(room, 14, 300)], [["claims", 11 + 240]]);
});

test("a new caller still comes before whoever has waited so long", () => {
  const room = busyRoom(2);
  room.play(11, arrival("silent", withheld));
  staySilent(room, "silent", 11);
  watched(room, 30, 299);
  room.play(300, arrival("new"));
  assert.deepEqual(rung(free(room, 301, 2)), ["new"]);
});

test("an overdue claim rings at a supervisor's desk also while a surge keeps operators free of it", () => {
  const room = busyRoom(2);
  room.play(2, ...readied("penyelia", "supervisor"));
  room.play(11, arrival("parked"));
  Object.assign(room.state.calls.get("parked")!.place!, { lane: "claim", risk: 1 });
  free(room, 13, 2);
  room.play(14, { type: "offer.declined", call: "parked", desk: "meja-2" });
  const overdue = room.play(31, { type: "answer.overdue", call: "parked" });
  assert.deepEqual(ringsAt(overdue), ["penyelia"]);
});

test("a lone operator answers also while an incident is announced", () => {
  const room = busyRoom(1);
  const place = { area: null, point: null, spoken: null };
  const told = { call: "talks-1", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  room.play(11, { type: "incident.reported", incident: "api", narrative: null, test: false, ...told }, arrival("one"));
  room.play(12, { type: "bulletin.requested", incident: "api", operator: "op-meja-1" });
  room.play(13, review);
  assert.deepEqual(rung(free(room, 14, 1)), ["one"]);
});

test("whoever heard of one incident hears of the next that is announced", () => {
  const room = busyRoom(1, { ...triageDefaults, alone: null });
  const place = { area: null, point: null, spoken: null };
  const told = { call: "talks-1", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  room.play(11, arrival("waits"));
  const hears = (incident: string, at: number): boolean => {
    room.play(at, { type: "incident.reported", incident, narrative: null, test: false, ...told });
    room.play(at, { type: "bulletin.requested", incident, operator: "op-meja-1" });
    return effectsOf(room.play(at + 20, review), "prompt.play").some(({ prompt }) => prompt === "bulletin");
  };
  assert.deepEqual([hears("api", 30), hears("banjir", 60)], [true, true]);
});

test("a caller whom one desk let pass rings at the next in the same moment", () => {
  const room = busyRoom(3);
  room.play(11, arrival("silent", withheld));
  staySilent(room, "silent", 11);
  for (const seat of [1, 2, 3]) free(room, 25, seat);
  const [offer] = room.state.offers.values();
  assert.equal(offer?.call, "silent");
  const declined = room.play(26, { type: "offer.declined", call: "silent", desk: offer.desk });
  assert.deepEqual(rung(declined), ["silent"]);
});

test("whoever was being asked when questions were done away with waits for nothing but a desk", () => {
  const room = busyRoom(1);
  room.play(11, arrival("asked", withheld));
  assert.equal(room.state.calls.get("asked")?.place?.challenge.kind, "asked");
  room.play(12, { type: "policy.changed", operator: "kepala", triage: { ...triageDefaults, challenge: null } });
  assert.deepEqual(rung(free(room, 13, 1)), ["asked"]);
});
