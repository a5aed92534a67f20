import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { readdirSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { untilStamped } from "../instrument/stamped.ts";
import { until } from "../instrument/until.ts";
import { LibcSockets } from "./libc-sockets.ts";
import { loadLibc } from "./libc.ts";
import { NodeDgram } from "./node-dgram.ts";
import { openSockets, whyNode } from "./open.ts";
import type { Endpoint, Family, Sockets } from "./sockets.ts";

const kinds = { libc: () => new LibcSockets(loadLibc()), dgram: () => new NodeDgram() } as const;
const loopback = { udp4: "127.0.0.1", udp6: "::1" } as const;

type Heard = { readonly text: string; readonly from: Endpoint; readonly at: number };

async function open(sockets: Sockets, family: Family = "udp4") {
  const heard: Heard[] = [];
  const socket = await sockets.bind(0, family, (datagram, from, at) =>
    heard.push({ text: datagram.toString("latin1"), from: { address: from.address, port: from.port }, at }),
  );
  assert.ok(socket !== null);
  return { socket, heard, at: { address: loopback[family], port: socket.port } };
}

/** Another program's socket. */
async function stranger(t: TestContext): Promise<Socket> {
  const socket = createSocket("udp4");
  await new Promise<void>((bound) => socket.bind(0, bound));
  t.after(() => socket.close());
  return socket;
}

const sendAll = async (socket: Socket, port: number, count: number, text: string): Promise<void> => {
  for (let sent = 0; sent < count; sent += 1)
    await new Promise((done) => socket.send(`${text}${sent}`, port, "127.0.0.1", done));
};

const descriptors = (): number => readdirSync("/proc/self/fd").length;

test("on Linux with glibc the C library's sockets are the ones used", () => {
  const sockets = openSockets();
  assert.equal(whyNode, null);
  assert.equal(sockets.kind, "libc");
  sockets.close();
});

for (const [kind, make] of Object.entries(kinds)) {
  const polled = (what: string, sockets: Sockets, reached: () => boolean): Promise<unknown> =>
    until(what, () => {
      sockets.poll();
      return reached();
    });

  test(`${kind}: two sockets hear one another whole, by IPv4 and by IPv6, and know who speaks`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    for (const family of ["udp4", "udp6"] as const) {
      const [one, other] = [await open(sockets, family), await open(sockets, family)];
      const before = performance.now();
      one.socket.send(Buffer.from("from one"), other.at);
      other.socket.send(Buffer.from("from the other"), one.at);
      await polled("both", sockets, () => one.heard.length === 1 && other.heard.length === 1);

      assert.deepEqual([one.heard[0]?.text, one.heard[0]?.from], ["from the other", other.at]);
      assert.deepEqual([other.heard[0]?.text, other.heard[0]?.from.port], ["from one", one.at.port]);
      for (const { at } of [...one.heard, ...other.heard]) assert.ok(at >= before - 1 && at <= performance.now());
    }
  });

  test(`${kind}: a source that changes is told apart from the one before, and so is whom we send to`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const [ours, first, second] = [await open(sockets), await open(sockets), await open(sockets)];
    for (const peer of [first, second, first]) {
      ours.socket.send(Buffer.from("to you"), peer.at);
      peer.socket.send(Buffer.from("to us"), ours.at);
      await polled("an answer", sockets, () => ours.heard.at(-1)?.from.port === peer.at.port);
    }
    assert.deepEqual([first.heard.length, second.heard.length, ours.heard.length], [2, 1, 3]);
  });

  test(`${kind}: a port is another program's, or ours once; for IPv6 it is still to be had`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const taken = (await stranger(t)).address().port;
    assert.equal(await sockets.bind(taken, "udp4", () => undefined), null);
    assert.ok((await sockets.bind(taken, "udp6", () => undefined)) !== null);
    assert.equal(await sockets.bind(taken, "udp6", () => undefined), null);
  });

  test(`${kind}: whom nothing reaches, who is gone and who is no address costs a packet and nothing else`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const [ours, peer, gone] = [await open(sockets), await open(sockets), await open(sockets)];
    gone.socket.close();
    gone.socket.send(Buffer.from("from the dead"), ours.at);
    const nowhere = [gone.at, { address: "::1", port: 9 }, { address: "127.0.0.1", port: 0 }];
    nowhere.push({ address: "255.255.255.255", port: 9 }, { address: "203.0.113.256", port: 9 });
    for (const to of nowhere) for (let time = 0; time < 3; time += 1) ours.socket.send(Buffer.from("hello?"), to);
    ours.socket.send(Buffer.alloc(65_508), peer.at);
    ours.socket.send(Buffer.from("still here"), peer.at);
    await polled("the peer", sockets, () => peer.heard.length > 0);

    assert.deepEqual([peer.heard[0]?.text, ours.heard.length], ["still here", 0]);
  });

  test(`${kind}: what is empty is heard as that, and what is longer than any packet of ours harms nothing`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const [ours, peer] = [await open(sockets), await open(sockets)];
    for (const datagram of [Buffer.alloc(0), Buffer.alloc(9000, 1), Buffer.alloc(492, "x"), Buffer.from("after it")])
      peer.socket.send(datagram, ours.at);
    await polled("the last", sockets, () => ours.heard.at(-1)?.text === "after it");

    const texts = ours.heard.map(({ text }) => text);
    assert.equal(texts[0], "");
    assert.ok(texts.includes("x".repeat(492)));
  });

  test(`${kind}: a burst comes whole and in order as far as the kernel holds it, and a fault in it stops nobody`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const faults: unknown[] = [];
    const keep = (error: unknown): void => void faults.push(error);
    process.setUncaughtExceptionCaptureCallback(keep);
    t.after(() => process.setUncaughtExceptionCaptureCallback(null));
    const heard: number[] = [];
    const socket = await sockets.bind(0, "udp4", (datagram) => {
      heard.push(Number(datagram.toString()));
      if (heard.length === 3) throw new Error("a fault");
    });
    await sendAll(await stranger(t), socket!.port, 500, "");
    await polled("what was held", sockets, () => heard.length >= 60 && faults.length === 1);
    for (let time = 0; time < 20; time += 1) sockets.poll();

    assert.ok(heard.every((number, at) => at === 0 || number > heard[at - 1]!));
    assert.equal(heard[59], 59);
  });

  test(`${kind}: a port a stranger floods does not keep the others waiting`, async (t) => {
    const sockets = make();
    t.after(() => sockets.close());
    const flooded = await open(sockets);
    const calls = await Promise.all(Array.from({ length: 50 }, () => open(sockets)));
    const outside = await stranger(t);
    for (let round = 0; round < 5; round += 1) {
      for (let sent = 0; sent < 300; sent += 1) outside.send("flood", flooded.at.port, "127.0.0.1");
      for (const { socket, at } of calls) socket.send(Buffer.from("sound"), at);
      await polled("everybody's sound", sockets, () => calls.every(({ heard }) => heard.length === round + 1));
    }
    if (kind === "libc") assert.ok(flooded.heard.length <= 300 * 5);
  });

  test(`${kind}: thousands of sockets opened and closed, some twice, leave no file descriptor behind`, async () => {
    const before = descriptors();
    for (let round = 0; round < 20; round += 1) {
      const sockets = make();
      for (let number = 0; number < 100; number += 1) {
        const { socket } = await open(sockets);
        if (number % 2 === 0) socket.close();
        if (number % 4 === 0) socket.close();
      }
      sockets.close();
      sockets.close();
      sockets.poll();
    }
    await until("all closed", () => descriptors() === before);
  });
}

test("libc: the time is when a datagram came, not when it was read, also when the reading is late", async (t) => {
  const sockets = kinds.libc();
  t.after(() => sockets.close());
  const [ours, peer] = [await open(sockets), await open(sockets)];
  await untilStamped(sockets);
  sockets.poll();
  const sent: { readonly from: number; readonly to: number }[] = [];
  for (let time = 0; time < 3; time += 1) {
    const from = performance.now();
    peer.socket.send(Buffer.from(`${time}`), ours.at);
    sent.push({ from, to: performance.now() });
    await new Promise((later) => setTimeout(later, 30));
  }
  sockets.poll();

  for (const [number, { at }] of ours.heard.entries()) {
    const { from, to } = sent[number]!;
    assert.ok(at > from - 1 && at < to + 1, `${from} ${at} ${to}`);
  }
  assert.equal(ours.heard.length, 3);
});

test("libc: one poll takes a bounded part of a flooded port, and what is closed meanwhile is handed nothing more", async (t) => {
  const sockets = kinds.libc();
  t.after(() => sockets.close());
  const [flooded, peer, closing] = [await open(sockets), await open(sockets), { count: 0 }];
  const short = await sockets.bind(0, "udp4", () => {
    closing.count += 1;
    short!.close();
  });
  for (let sent = 0; sent < 100; sent += 1) {
    peer.socket.send(Buffer.from("flood"), flooded.at);
    peer.socket.send(Buffer.from("more"), { ...flooded.at, port: short!.port });
  }
  sockets.poll();

  assert.ok(flooded.heard.length <= 64, `${flooded.heard.length}`);
  assert.equal(closing.count, 1);
});
