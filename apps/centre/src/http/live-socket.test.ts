import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { liveMessage, type Board, type LiveMessage } from "@siaga/contracts";
import { WebSocket } from "ws";
import { openTestRoom, signIn, type TestRoom } from "./test-room.ts";

let room: TestRoom;
before(async () => {
  room = await openTestRoom();
});
after(() => room.close());

/** A screen: everything it was told, checked against the contract. */
async function openScreen(username: string) {
  const { cookie, ask } = await signIn(room, username);
  const socket = new WebSocket(`${room.origin.replace("http", "ws")}/live`, {
    headers: { cookie, origin: room.origin },
  });
  const told: LiveMessage[] = [];
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("message", (text) => void told.push(liveMessage.parse(JSON.parse(String(text)))));
  const until = async <T>(find: (told: LiveMessage[]) => T | undefined): Promise<T> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = find(told);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`never told: ${JSON.stringify(told)}`);
  };
  const board = await until((messages) => messages.find((message) => message.type === "board") as Board | undefined);
  return { socket, told, board, until, ask, closed };
}

const report = (agencies: string[]) => ({
  incident: randomUUID(),
  call: null,
  incidentType: "banjir",
  priority: 2,
  place: { area: "36.73.02.1001", spoken: "belakang pasar", point: null },
  narrative: "air setinggi pinggang",
  agencies,
});

test("the room sees an incident at once, the agency asked sees its own part, another agency sees nothing", async () => {
  const [citra, bpbd, pln] = [await openScreen("citra"), await openScreen("bpbd"), await openScreen("pln")];
  assert.deepEqual([bpbd.board.desks, bpbd.board.calls, bpbd.board.figures.incoming], [{}, {}, 0]);
  const saved = report(["bpbd"]);
  assert.equal((await citra.ask("POST", "/api/incidents", saved)).status, 204);

  const rowIn = (messages: LiveMessage[]) =>
    messages
      .flatMap((message) => (message.type === "patch" ? [message.incidents?.[saved.incident]] : []))
      .findLast((row) => row?.narrative === saved.narrative) ?? undefined;
  const forRoom = await citra.until(rowIn);
  assert.deepEqual([forRoom.areaName, forRoom.spoken], ["Kasemen", "belakang pasar"]);
  const forAgency = await bpbd.until(rowIn);
  assert.deepEqual([forAgency.spoken, forAgency.calls, forAgency.callerNumber], ["belakang pasar", [], null]);
  const dispatchIn = (messages: LiveMessage[]) =>
    messages
      .flatMap((message) => (message.type === "patch" ? Object.values(message.dispatches ?? {}) : []))
      .find((row) => row?.agency === "bpbd") ?? undefined;
  const dispatch = await bpbd.until(dispatchIn);

  room.agencyScreens.send({ dispatch: dispatch.id, incident: saved.incident, agency: "bpbd" });
  await bpbd.until(() => room.centre.state().dispatches.get(dispatch.id)?.state === "delivered" || undefined);
  assert.deepEqual(
    pln.told.filter((message) => message.type === "patch"),
    [],
  );

  const { room: shown } = bpbd.board;
  assert.deepEqual(
    [shown.order, shown.operators, shown.surge, shown.lanes.express.waiting],
    ["first-come", 0, null, 0],
  );
  const sent = [...bpbd.told, ...pln.told].filter((message) => message.type === "patch" && message.room !== undefined);
  assert.deepEqual(sent, [], "how the room orders its callers is the room's");

  const late = await openScreen("bpbd");
  assert.deepEqual(Object.keys(late.board.incidents), [saved.incident]);
  assert.equal(late.board.incidents[saved.incident]?.callerNumber, null);
  for (const { socket } of [citra, bpbd, pln, late]) socket.terminate();
});

test("a dispatch counts as delivered only once a screen of that agency is open to receive it", async () => {
  const citra = await openScreen("citra");
  const saved = report(["dlh"]);
  assert.equal((await citra.ask("POST", "/api/incidents", saved)).status, 204);
  const dispatch = [...room.centre.state().dispatches.values()].find(({ agency }) => agency === "dlh");
  assert.ok(dispatch);
  room.agencyScreens.send({ dispatch: dispatch.id, incident: saved.incident, agency: "dlh" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(room.centre.state().dispatches.get(dispatch.id)?.state, "sent");

  const dlh = await openScreen("dlh");
  assert.equal(dlh.board.dispatches[dispatch.id]?.state, "sent");
  await dlh.until(() => room.centre.state().dispatches.get(dispatch.id)?.state === "delivered" || undefined);
  for (const { socket } of [citra, dlh]) socket.terminate();
});

test("a pulse tells the centre's clock, and a session ended elsewhere sends the screen to sign-in", async () => {
  const budi = await openScreen("budi");
  await budi.until((messages) => messages.find((message) => message.type === "pulse"));
  assert.equal((await budi.ask("DELETE", "/api/session")).status, 204);
  await budi.until((messages) => messages.find((message) => message.type === "signed-out"));
  assert.equal(await budi.closed, 4401);
});

test("another page, another address and nobody signed in get no live view", async () => {
  const { cookie } = await signIn(room, "eka");
  const url = room.origin.replace("http", "ws");
  const fate = (path: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${url}${path}`, { headers });
      socket.on("unexpected-response", (_request, response) => resolve(String(response.statusCode)));
      socket.on("message", (text) => resolve((JSON.parse(String(text)) as LiveMessage).type));
      socket.on("error", () => {});
    });
  assert.equal(await fate("/live", { cookie, origin: "https://elsewhere.example" }), "403");
  assert.equal(await fate("/elsewhere", { cookie }), "404");
  assert.equal(await fate("/live", {}), "signed-out");
});

test("a screen that sends more than a screen has to say is dropped, the others go on", async () => {
  const [noisy, quiet] = [await openScreen("eka"), await openScreen("fajar")];
  noisy.socket.send("x".repeat(100_000));
  assert.equal(await noisy.closed, 1009);
  assert.equal(quiet.socket.readyState, WebSocket.OPEN);
  quiet.socket.terminate();
});

test("a frame that breaks the protocol, from nobody signed in, ends its own connection and nothing else", async () => {
  const { hostname, port } = new URL(room.origin);
  const stranger = connect(Number(port), hostname);
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  stranger.write(
    `GET /live HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  stranger.once("data", () => stranger.write(Buffer.from([0xff, 0xff, 0xff, 0xff])));
  stranger.on("error", () => {});
  stranger.resume();
  await once(stranger, "close");

  const screen = await openScreen("eka");
  screen.socket.terminate();
});
