import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sdpOf, until } from "../agent/test-edge.ts";
import { playCalled, playCaller } from "./play.ts";
import { ask, dial, hear, reply, scenario } from "./scenario.ts";
import { sippAbsent } from "./sipp.ts";

const rseq = ["rseq", "RSeq: ([0-9]+)"] as const;
const update = ask("UPDATE", 3, { sdp: "sendonly" });

describe("100rel and UPDATE before and after the answer, with sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("a caller hears us before the answer, changes the session by UPDATE, is answered, and changes it again", async (t) => {
    const steps = [
      dial({ sdp: "sendrecv", lines: ["Supported: 100rel", "Allow: PRACK, UPDATE"] }),
      hear(180, { optional: true }),
      hear(183, { meets: true, keeps: rseq, has: ["Require: 100rel"] }),
      ask("PRACK", 2, { lines: ["RAck: [$rseq] 1 INVITE"] }),
      hear(200),
      update,
      hear(200, { has: ["a=recvonly"] }),
      hear(200, { has: ["CSeq: 1 INVITE"] }),
      ask("ACK", 1),
      ask("UPDATE", 4, { sdp: "inactive" }),
      hear(200, { has: ["CSeq: 4 UPDATE"] }),
      ask("BYE", 5),
      hear(200),
    ];
    const { call, events, end } = await playCaller(t, scenario("early-caller", steps, ["rseq"]));
    call.on((event) => {
      if (event.type !== "reoffer") return;
      event.respond(sdpOf("recvonly"));
      void call.answer(sdpOf());
    });
    call.ring();
    assert.deepEqual(await call.progress(sdpOf()), { kind: "heard", sdp: null });
    await end();
    assert.deepEqual(
      events.map(({ type }) => type),
      ["reoffer", "reoffer", "bye"],
    );
  });

  test("somebody we call is heard before the answer; our UPDATE is answered, and so is theirs", async (t) => {
    const steps = [
      hear("INVITE", { meets: true, has: ["Supported: 100rel"] }),
      reply("183 Session Progress", {
        sdp: "sendrecv",
        first: true,
        lines: ["Require: 100rel", "RSeq: 17", "Allow: INVITE, UPDATE, PRACK"],
      }),
      hear("PRACK", { has: ["RAck: 17 1 INVITE"] }),
      reply("200 OK"),
      hear("UPDATE", { has: ["a=sendonly"] }),
      reply("200 OK", { sdp: "recvonly" }),
      ask("UPDATE", 1, { sdp: "inactive" }),
      hear(200, { has: ["a=inactive"] }),
      hear("CANCEL"),
      reply("200 OK"),
    ];
    const { call, types, end } = await playCalled(t, scenario("early-called", steps));
    call.on((event) => event.type === "reoffer" && event.respond(sdpOf("inactive")));
    await until(() => types().includes("progress"), "sipp is heard");
    assert.equal((await call.reoffer(sdpOf("sendonly"))).kind, "answered");
    await until(() => types().includes("reoffer"), "sipp offers");
    await call.cancelOrHangUp();
    await end();
  });
});
