import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readConfiguration } from "@siaga/configuration";
import { takenPorts } from "./ports.ts";

const nowhere = join(tmpdir(), "siaga-no-such-folder");

test("a port of the demo agencies' telephones that somebody else holds is told before anything starts", async () => {
  const squatter = createSocket("udp4").bind(0, "127.0.0.1");
  await once(squatter, "listening");
  const { port } = squatter.address();
  const sip = { SIAGA_SIP_PORT: String(port - 10), SIAGA_RTP_PORTS: "10000-10099" };
  const told = async (env: NodeJS.ProcessEnv) => {
    const read = readConfiguration(env, nowhere);
    assert.ok(read.ok, JSON.stringify(read));
    return (await takenPorts(read.configuration)).filter((sentence) => sentence.includes(String(port)));
  };
  assert.deepEqual(await told(sip), [
    `UDP port ${port} on 127.0.0.1 is taken by another program; stop it or choose another port with sip.port (SIAGA_SIP_PORT); the demo agencies' telephones use it plus 10.`,
  ]);
  assert.deepEqual(await told({ ...sip, SIAGA_CALLERS: "off" }), [], "without telephones nobody needs it");
  squatter.close();
});
