import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sdpOf, until } from "../agent/test-edge.ts";
import { playCalled, playCaller } from "./play.ts";
import { ask, dial, hear, reply, scenario } from "./scenario.ts";
import { sippAbsent } from "./sipp.ts";

/** Our hold meets an offer of sipp's: both are told 491, ours comes again and is answered. */
const glare = [
  hear("INVITE", { has: ["a=sendonly"] }),
  reply("491 Request Pending"),
  hear("ACK"),
  hear("INVITE", { has: ["a=sendonly"] }),
  reply("200 OK", { sdp: "recvonly" }),
  hear("ACK"),
];

describe("our offers inside calls, met by sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("a caller is put on hold after glare, and hangs up", async (t) => {
    const steps = [
      dial({ sdp: "sendrecv" }),
      hear(200, { meets: true }),
      ask("ACK", 1),
      ...glare,
      ask("BYE", 2),
      hear(200),
    ];
    const { call, types, end } = await playCaller(t, scenario("held-caller", steps), {
      internals: { chance: () => 0 },
    });
    void call.answer(sdpOf());
    const offered = await call.reoffer(sdpOf("sendonly"));
    assert.ok(offered.kind === "answered" && offered.sdp.includes("a=recvonly"));
    await end();
    assert.deepEqual(types(), ["bye"]);
  });

  test("somebody we called is put on hold after glare, and we hang up", async (t) => {
    const steps = [
      hear("INVITE", { meets: true }),
      reply("200 OK", { sdp: "sendrecv", first: true }),
      hear("ACK"),
      ...glare,
      hear("BYE"),
      reply("200 OK"),
    ];
    const { call, types, end } = await playCalled(t, scenario("held-called", steps), {
      internals: { chance: () => 0 },
    });
    await until(() => types().includes("answered"), "sipp answers");
    const offered = await call.reoffer(sdpOf("sendonly"));
    assert.ok(offered.kind === "answered" && offered.sdp.includes("a=recvonly"));
    await call.cancelOrHangUp();
    await end();
  });
});
