import assert from "node:assert/strict";
import { test } from "node:test";
import { EmbeddedPlane } from "../embedded-plane.ts";
import { level } from "../instrument/goertzel.ts";
import { caller, noDesks, testOptions } from "../instrument/plane-fixture.ts";
import { untilStamped } from "../instrument/stamped.ts";
import { until } from "../instrument/until.ts";
import { NodeDgram } from "../sockets/node-dgram.ts";
import { openSockets } from "../sockets/open.ts";
import { PortPool } from "./ports.ts";

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

test("where the C library cannot be called, a call goes by Node's own sockets, both ways", async (t) => {
  const plane = new EmbeddedPlane(testOptions(), noDesks, new NodeDgram());
  const [ani, budi] = [await caller(plane, "ani"), await caller(plane, "budi")];
  t.after(async () => {
    await Promise.all([ani.close(), budi.close()]);
    await plane.close();
  });
  for (const leg of ["ani", "budi"]) plane.join("room", leg, { hears: "all", heardBy: "all" });
  ani.sendTone(700);
  budi.sendTone(1100);

  await until("both hear the other", () => {
    const heard = [level(ani.lastHeard(200), 1100), level(budi.lastHeard(200), 700)];
    return heard.every((loudness) => loudness > 8000);
  });
});
