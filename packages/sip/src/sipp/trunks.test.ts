import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import { openDnsServer } from "../location/test-dns-server.ts";
import { hear, reply, scenario } from "./scenario.ts";
import { type Sipp, sippAbsent, startSipp } from "./sipp.ts";

const registration = { user: "112", expires: 600, outbound: false };
const account = { username: "112", password: "rahasia" };

describe("a carrier played by sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("registers us with a digest, lets the time run out, names a longer one, is away for a while, and hears us leave", async () => {
    const proven = (count: number, more: readonly string[] = []): readonly string[] => [
      `Authorization: Digest username="112".*nc=0000000${count}`,
      ...more,
    ];
    const steps = [
      hear("REGISTER", { has: ["Expires: 600"] }),
      reply("401 Unauthorized", { first: true, lines: ['WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"'] }),
      hear("REGISTER", { has: proven(1) }),
      reply("200 OK", { first: true, lines: ["Expires: 1"] }),
      hear("REGISTER", { has: proven(2) }),
      reply("423 Interval Too Brief", { first: true, lines: ["Min-Expires: 900"] }),
      hear("REGISTER", { has: proven(3, ["Expires: 900"]) }),
      reply("503 Service Unavailable", { first: true }),
      hear("REGISTER", { has: proven(4) }),
      reply("200 OK", { first: true, lines: ["Expires: 900"] }),
      hear("REGISTER", { has: proven(5, ["Expires: 0"]) }),
      reply("200 OK", { first: true }),
    ];
    const registrar = await startSipp(scenario("registrar", steps), null, ["-m", "1"]);
    const trunk = { ...loopbackTrunk, peer: `sip:127.0.0.1:${registrar.port}`, account, registration };
    const pace = { first: 1_500, longest: 1_500 };
    const edge = await openTestEdge({ trunks: [trunk] }, { keepaliveInterval: null, registrationPace: pace });
    const seen: string[] = [];
    edge.onTrunkChange((_trunk, state) => seen.push(state));
    await until(
      () => seen.join(" ") === "up down up",
      `the registration ran out and came back; seen: ${seen.join(" ")}`,
      25_000,
    );
    assert.equal(edge.trunks()[0]?.registration?.state, "registered");
    await edge.close();
    const run = await registrar.ended;
    assert.equal(run.code, 0, run.screen);
  });

  test("has two servers behind its name: the first is full, the second takes the call", async () => {
    const full = [hear("INVITE"), reply("503 Service Unavailable", { first: true }), hear("ACK")];
    const first = await startSipp(scenario("full", full), null, ["-m", "1"]);
    const second = await startSipp({ builtIn: "uas" }, null, ["-m", "1"]);
    const dns = await openDnsServer([
      ["_sip._udp.carrier.test", 60, "SRV", `1 1 ${first.port} sbc.carrier.test`],
      ["_sip._udp.carrier.test", 60, "SRV", `2 1 ${second.port} sbc.carrier.test`],
      ["sbc.carrier.test", 60, "A", "127.0.0.1"],
    ]);
    const trunks = [{ ...loopbackTrunk, peer: "sip:carrier.test" }];
    const edge = await openTestEdge({ trunks, nameServers: [dns.place] }, { keepaliveInterval: null });
    await bound();
    const call = edge.dial("loopback", "110", { id: randomUUID(), offer: sdpOf(), callerNumber: "112" });
    const types: string[] = [];
    call.on(({ type }) => types.push(type));
    await until(() => types.includes("answered"), "the second server answers");
    await call.cancelOrHangUp();
    for (const { ended } of [first, second]) {
      const run = await ended;
      assert.equal(run.code, 0, run.screen);
    }
    await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
    await Promise.all([edge.close(), dns.close()]);
  });

  test("answers OPTIONS, falls silent, and answers again: up, down, up", async () => {
    const answers = scenario("options", [hear("OPTIONS"), reply("200 OK", { first: true })]);
    const before: Sipp = await startSipp(answers, null, ["-m", "1"]);
    await bound();
    const trunks = [{ ...loopbackTrunk, peer: `sip:127.0.0.1:${before.port}` }];
    const edge = await openTestEdge({ trunks }, { keepaliveInterval: 200 });
    const seen: string[] = [];
    edge.onTrunkChange((_trunk, state) => seen.push(state));
    await until(() => seen.join(" ") === "up down", `up, then down; seen: ${seen.join(" ")}`, 25_000);
    const after = await startSipp(answers, null, ["-m", "1", "-p", String(before.port)]);
    await until(() => seen.at(-1) === "up", "up again", 25_000);
    assert.deepEqual([(await before.ended).code, (await after.ended).code], [0, 0]);
    await edge.close();
  });
});

/** sipp needs a moment to bind. A refused datagram is only sent again; this keeps a test from measuring that. */
const bound = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 500));
