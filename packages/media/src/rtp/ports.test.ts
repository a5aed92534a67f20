import assert from "node:assert/strict";
import { test } from "node:test";
import { EmbeddedPlane } from "../embedded-plane.ts";
import { level } from "../instrument/goertzel.ts";
import { caller, noDesks, openPlane, testOptions } from "../instrument/plane-fixture.ts";
import { untilStamped } from "../instrument/stamped.ts";
import { until } from "../instrument/until.ts";
import { NodeDgram } from "../sockets/node-dgram.ts";
import { openSockets } from "../sockets/open.ts";
import { PortPool } from "./ports.ts";

const both = { hears: "all", heardBy: "all" } as const;

test("what reached a port before a call had it is not that call's", async (t) => {
  const sockets = openSockets();
  t.after(() => sockets.close());
  const pair = (await new PortPool(testOptions().rtpPorts, sockets).take())!;
  const to = { address: "127.0.0.1", port: pair.port };
  const peer = (await sockets.bind(0, "udp4", () => undefined))!;
  const heard: string[] = [];
  await untilStamped(sockets);
  peer.send(Buffer.from("for somebody else"), to);
  await new Promise((later) => setTimeout(later, 5));
  pair.owner = { rtp: (datagram) => heard.push(datagram.toString()), rtcp: () => undefined, since: performance.now() };
  sockets.poll();
  await new Promise((later) => setTimeout(later, 5));
  peer.send(Buffer.from("for this call"), to);
  await until("the call's own", () => {
    sockets.poll();
    return heard.length > 0;
  });

  assert.deepEqual(heard, ["for this call"]);
});

test("a port used before hears a caller whose gateway has one SSRC for all, and not whoever talks on after the end", async (t) => {
  const { rtpPorts, ...options } = testOptions();
  // The operator has one pair, the callers share the other.
  const { plane } = openPlane({ ...options, rtpPorts: { ...rtpPorts, last: rtpPorts.first + 3 } });
  t.after(() => plane.close());
  const [desk, former] = [await caller(plane, "desk"), await caller(plane, "former")];
  t.after(() => Promise.all([desk.close(), former.close()]));
  for (const leg of ["desk", "former"]) plane.join("room", leg, both);
  former.restartStream(7);
  former.sendTone(700);
  desk.sendTone(1100);
  const deskHears = (frequency: number): number => level(desk.lastHeard(200), frequency);
  await until("the former caller is heard", () => deskHears(700) > 8000);

  // Talks on: its end never reached it.
  plane.closeLeg("former");
  const next = await caller(plane, "next");
  t.after(() => next.close());
  plane.join("room", "next", both);
  const from = desk.heard.length;
  await until("half a second more", () => desk.heard.length > from + 25);
  assert.ok(deskHears(700) < 300, "the former caller is heard in the next call");
  next.restartStream(7);
  next.sendTone(900);
  await until("both hear the other", () => deskHears(900) > 8000 && level(next.lastHeard(200), 1100) > 8000);
});

test("where the C library cannot be called, a call goes by Node's own sockets, both ways", async (t) => {
  const plane = new EmbeddedPlane(testOptions(), noDesks, new NodeDgram());
  const [ani, budi] = [await caller(plane, "ani"), await caller(plane, "budi")];
  t.after(async () => {
    await Promise.all([ani.close(), budi.close()]);
    await plane.close();
  });
  for (const leg of ["ani", "budi"]) plane.join("room", leg, both);
  ani.sendTone(700);
  budi.sendTone(1100);

  await until("both hear the other", () => {
    const heard = [level(ani.lastHeard(200), 1100), level(budi.lastHeard(200), 700)];
    return heard.every((loudness) => loudness > 8000);
  });
});
