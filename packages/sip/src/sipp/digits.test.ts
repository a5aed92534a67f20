import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sdpOf, until } from "../agent/test-edge.ts";
import { playCalled, playCaller } from "./play.ts";
import { ask, dial, hear, reply, scenario } from "./scenario.ts";
import { sippAbsent } from "./sipp.ts";

const relay = ["application/dtmf-relay", "Signal=5\nDuration=160\n"] as const;

describe("digits by INFO, with sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("a caller whose sound carries no digits presses keys, in both spellings; another body is 415", async (t) => {
    const steps = [
      dial({ sdp: "sendrecv" }),
      hear(200, { meets: true }),
      ask("ACK", 1),
      ask("INFO", 2, { body: relay }),
      hear(200),
      ask("INFO", 3, { body: ["application/dtmf", "#"] }),
      hear(200),
      ask("INFO", 4, { body: ["text/plain", "hello"] }),
      hear(415),
      ask("BYE", 5),
      hear(200),
    ];
    const { call, events, end } = await playCaller(t, scenario("keys", steps));
    void call.answer(sdpOf());
    await end();
    assert.deepEqual(events.slice(0, 2), [
      { type: "digit", digit: "5", duration: 160 },
      { type: "digit", digit: "#", duration: 250 },
    ]);
  });

  test("somebody we called whose sound carries digits is not counted twice", async (t) => {
    const steps = [
      hear("INVITE", { meets: true }),
      reply("200 OK", { sdp: "sendrecv", first: true }).replace(
        "RTP/AVP 8",
        "RTP/AVP 8 101\na=rtpmap:101 telephone-event/8000",
      ),
      hear("ACK"),
      ask("INFO", 1, { body: relay }),
      hear(200),
      hear("BYE"),
      reply("200 OK"),
    ];
    const { call, types, edge, end } = await playCalled(t, scenario("keys-twice", steps));
    await until(() => types().includes("answered"), "sipp answers");
    await until(() => edge.counts().transactions > 1, "the INFO arrives");
    await call.cancelOrHangUp();
    await end();
    assert.deepEqual(types(), ["answered"]);
  });
});
