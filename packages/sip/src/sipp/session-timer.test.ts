import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sdpOf, until } from "../agent/test-edge.ts";
import { playCalled, playCaller } from "./play.ts";
import { ask, dial, hear, reply, scenario } from "./scenario.ts";
import { sippAbsent } from "./sipp.ts";

/** A second is 20 ms: the shortest session interval takes 1.8 s. */
const internals = { session: { interval: 90, second: 20 } };

describe("session timers, with sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("a caller without a session timer of its own is refreshed by us, takes it over, forgets it, and is asked", async (t) => {
    const steps = [
      dial({ sdp: "sendrecv", lines: ["Supported: timer", "Allow: INVITE, ACK, BYE, UPDATE"] }),
      hear(200, { meets: true, has: ["Session-Expires: 90;refresher=uas", "Require: timer"] }),
      ask("ACK", 1),
      hear("UPDATE", { has: ["Session-Expires: 90;refresher=uac"] }),
      reply("200 OK", { lines: ["Session-Expires: 90;refresher=uas", "Require: timer"] }),
      hear("OPTIONS"),
      reply("200 OK"),
      ask("BYE", 2),
      hear(200),
    ];
    const { call, types, end } = await playCaller(t, scenario("refreshed-caller", steps), { internals });
    void call.answer(sdpOf());
    await end();
    assert.deepEqual(types(), ["bye"]);
  });

  test("somebody we called that has vanished is found by the refresh", async (t) => {
    const steps = [
      hear("INVITE", { meets: true, has: ["Session-Expires: 90"] }),
      reply("200 OK", { sdp: "sendrecv", first: true, lines: ["Session-Expires: 90;refresher=uac", "Require: timer"] }),
      hear("ACK"),
      hear("INVITE", { has: ["Session-Expires: 90;refresher=uac"] }),
      reply("481 Call Does Not Exist"),
      hear("ACK"),
    ];
    const { types, end } = await playCalled(t, scenario("vanished-called", steps), { internals });
    await until(() => types().includes("failed"), "the call is reported as gone");
    await end();
  });
});
