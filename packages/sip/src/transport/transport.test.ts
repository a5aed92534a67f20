import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { test } from "node:test";
import type { Arrival } from "./peer.ts";
import { standardTcpLimits } from "./tcp-connection.ts";
import { openTransport } from "./transport.ts";

const message = "OPTIONS sip:112@192.0.2.1 SIP/2.0\r\nCall-ID: x\r\nContent-Length: 0\r\n\r\n";

test("behind NAT a peer is told the public address over TCP as over UDP", async (t) => {
  const { promise: both, resolve } = Promise.withResolvers<void>();
  const told = new Map<string, string>();
  const onMessage = ({ source, localAddress }: Arrival): void => {
    told.set(source.transport, localAddress);
    if (told.size === 2) resolve();
  };
  const options = { address: "0.0.0.0", port: 0, publicAddress: "203.0.113.40" };
  // A machine without interfaces: no peer is on a network of ours.
  const transport = await openTransport(options, { onMessage, isTrunk: () => true }, standardTcpLimits, () => ({}));
  const socket = connect(transport.port, "127.0.0.1", () => socket.write(message));
  const datagrams = createSocket("udp4");
  datagrams.send(message, transport.port, "127.0.0.1");
  t.after(async () => {
    socket.destroy();
    datagrams.close();
    await transport.close();
  });
  await both;
  assert.deepEqual(Object.fromEntries(told), { tcp: "203.0.113.40", udp: "203.0.113.40" });
});
