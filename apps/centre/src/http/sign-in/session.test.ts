import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { routes } from "@siaga/contracts";
import { signIn, openTestRoom, type TestRoom } from "../test-room.ts";
import { cliToken } from "./tokens.ts";

let room: TestRoom;
before(async () => {
  room = await openTestRoom();
});
after(() => room.close());

test("somebody signs in, is known by their cookie, and is forgotten when they sign out", async () => {
  const ani = await signIn(room, "ani");
  assert.equal(ani.status, 200);
  const setCookie = ani.opened.headers.getSetCookie()[0] ?? "";
  assert.match(setCookie, /HttpOnly/);
  assert.match(setCookie, /SameSite=Strict/);
  assert.doesNotMatch(setCookie, /Secure/, "on plain HTTP the browser would not keep it");

  const me = await ani.ask("GET", "/api/session");
  assert.partialDeepStrictEqual(me.json, { name: "Ani Rahmawati", role: "call-taker", mayTakeCalls: true, desk: null });
  assert.equal((await ani.ask("DELETE", "/api/session")).status, 204);
  const gone = await ani.ask("GET", "/api/session");
  assert.deepEqual([gone.status, gone.json.code], [401, "no-session"]);
});

test("a wrong password and an unknown user get the same answer, in the browser's language", async () => {
  const wrong = await signIn(room, "budi", "wrong password");
  const unknown = await signIn(room, "nobody-here", "wrong password");
  assert.deepEqual([wrong.status, unknown.status], [401, 401]);
  const [one, other] = [await wrong.opened.json(), await unknown.opened.json()];
  assert.deepEqual(one, other);
  assert.match((one as { sentence: string }).sentence, /kata sandi salah/);
});

test("a session outlives the centre's process and its token is not in the record", async () => {
  const eka = await signIn(room, "eka");
  const token = eka.cookie.split("=")[1] ?? "";
  const { openSessions } = await import("./sessions.ts");
  const restarted = openSessions(room.record.sessions, room.city.accounts, room.clock, room.log);
  assert.equal((await restarted.actorOf(token))?.name, "Eka Wulandari");
  assert.equal(await restarted.actorOf(`${token}x`), null);
  assert.equal(await room.record.sessions.find(token, Date.now()), null);
});

test("twelve hours without use end a session, use keeps it", async () => {
  let now = Date.now();
  const { openSessions } = await import("./sessions.ts");
  const sessions = openSessions(room.record.sessions, room.city.accounts, { now: () => now }, room.log);
  const operator = room.city.accounts.byUsername("gita")?.operator ?? "";
  const token = await sessions.begin(operator);
  for (let used = 0; used < 4; used += 1) {
    now += 11 * 3_600_000;
    assert.equal((await sessions.actorOf(token))?.operator, operator);
  }
  now += 12 * 3_600_000;
  assert.equal(await sessions.actorOf(token), null);
});

test("another page cannot act for somebody signed in", async () => {
  const ani = await signIn(room, "ani");
  const foreign = await ani.ask("POST", "/api/desk", {}, { origin: "https://elsewhere.example" });
  assert.deepEqual([foreign.status, foreign.json.code], [403, "cross-origin"]);
  const opaque = await ani.ask("POST", "/api/desk", {}, { origin: "null" });
  assert.equal(opaque.status, 403);
  assert.equal(room.centre.state().desks.size, 0);
});

test("nobody signed in passes no door but sign-in and health", async () => {
  for (const { method, url } of Object.values(routes)) {
    if (url === "/api/health" || (url === "/api/session" && method === "POST")) continue;
    const answer = await fetch(`${room.origin}${url.replace(/:\w+/g, "x")}`, { method });
    assert.equal(answer.status, 401, `${method} ${url}`);
  }
});

test("the house's own command line reads the ledger with its token, and nothing else", async () => {
  const authorization = `Bearer ${cliToken(room.keys)}`;
  const ledger = await fetch(`${room.origin}/api/ledger`, { headers: { authorization } });
  assert.partialDeepStrictEqual(await ledger.json(), { incoming: 0, open: 0, outcomes: { answered: 0 } });
  const other = await fetch(`${room.origin}/api/calls`, { headers: { authorization } });
  assert.equal(other.status, 401);
  const wrong = await fetch(`${room.origin}/api/ledger`, { headers: { authorization: `Bearer ${"0".repeat(64)}` } });
  assert.equal(wrong.status, 401);
});
