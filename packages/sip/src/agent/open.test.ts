import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { invite } from "../message/rfc3261-examples.ts";
import { folders, messageOf, namesIn } from "../torture/files.ts";
import { SipPortError } from "../transport/transport.ts";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { TrunkSettingError } from "./trunks.ts";
import { openWirePeer, requestText } from "./wire-peer.ts";

test("a taken port is refused with a sentence that says what to do", async () => {
  const edge = await openTestEdge();
  await assert.rejects(openTestEdge({ port: edge.port }), (error) => {
    assert.ok(error instanceof SipPortError);
    assert.equal(error.code, "port-taken");
    assert.match(error.message, new RegExp(`127.0.0.1:${edge.port} is taken by another program`));
    return true;
  });
  await edge.close();
  const again = await openTestEdge({ port: edge.port });
  await again.close();
});

test("a trunk that cannot be used is refused with its key, value and the accepted form", async () => {
  for (const [changed, sentence] of [
    [{ addresses: ["10.0.0.0/33"] }, /address "10.0.0.0\/33" must be an IP address or a network/],
    [{ addresses: ["carrier.example"] }, /address "carrier.example"/],
    [{ peer: "10.0.0.1" }, /peer "10.0.0.1" must be sip:<IP address or host name>/],
    [{ pseudoNumbers: ["(+62"] }, /pseudoNumbers entry "\(\+62" must be/],
  ] as const)
    await assert.rejects(openTestEdge({ trunks: [{ ...loopbackTrunk, ...changed }] }), (error) => {
      assert.ok(error instanceof TrunkSettingError);
      assert.match(error.message, sentence);
      return true;
    });
  await assert.rejects(openTestEdge({ country: "Indonesia" }), TrunkSettingError);
});

test("whatever is thrown at it, the edge still answers the next caller", async () => {
  const edge = await openTestEdge();
  const peer = await openWirePeer(edge.port);
  let arrived = 0;
  edge.onCall((call) => {
    arrived += 1;
    call.on(() => undefined);
    call.congest(486, 1);
  });
  const texts = [
    invite,
    ...folders.flatMap((folder) => namesIn(folder).map((name) => messageOf(folder, name).toString("latin1"))),
    requestText({ method: "INVITE", port: peer.port, body: sdpOf() }),
  ];
  const noise = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const damaged = fc
    .record({ text: fc.constantFrom(...texts), at: fc.nat(600), insert: fc.string({ maxLength: 6 }) })
    .map(({ text, at, insert }) => Buffer.from(text.slice(0, at) + insert + text.slice(at), "latin1"));
  for (const [number, bytes] of fc.sample(fc.oneof(noise, damaged), 600).entries()) {
    peer.send(bytes);
    // Let the edge read in between: a full socket buffer would drop what we want it to see.
    if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const before = arrived;
  peer.send(requestText({ method: "INVITE", port: peer.port, callId: "the-next-caller", body: sdpOf() }));
  await peer.next(/^SIP\/2.0 486[^]*the-next-caller/);
  assert.ok(arrived > before);
  peer.close();
  await edge.close();
});

test("a TCP peer that sends noise or never finishes a message is cut off; others are not", async () => {
  const edge = await openTestEdge({}, { tcpLimits: { slowSender: 200, unsent: 100_000 } });
  const options = requestText({ method: "OPTIONS", port: 5060, via: "SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK-tcp" });
  const good = connect(edge.port, "127.0.0.1");
  const noisy = connect(edge.port, "127.0.0.1");
  const slow = connect(edge.port, "127.0.0.1");
  noisy.write(Buffer.from([22, 3, 1, 2, 0]));
  slow.write("OPTIONS sip:112@127.0.0.1 SIP/2.0\r\nVia:");
  await Promise.all([once(noisy, "close"), once(slow, "close")]);
  let answers = "";
  good.on("data", (bytes: Buffer) => (answers += bytes.toString()));
  good.write(`\r\n\r\n${options.replaceAll("\n", "\r\n")}`);
  await until(() => answers.includes("200 OK"), "the good peer is answered on its connection");
  good.destroy();
  await edge.close();
});

test("an edge bound to every address and family talks to an IPv4 trunk", async () => {
  const edge = await openTestEdge({ address: "::" });
  const peer = await openWirePeer(edge.port);
  peer.send(requestText({ method: "OPTIONS", port: peer.port }));
  await peer.next(/^SIP\/2.0 200/);
  peer.close();
  await edge.close();
});
