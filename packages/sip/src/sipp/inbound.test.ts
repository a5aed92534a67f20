import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { OpenSipEdge } from "../agent/open.ts";
import { isEmpty, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import type { InboundCall, InboundEvent } from "../trunk.ts";
import { playSipp, type Scenario, sippAbsent } from "./sipp.ts";

/** Calls that came, with everything that happened in them. */
type Heard = { readonly call: InboundCall; readonly events: InboundEvent["type"][]; answered: string | null };

describe("calls from the trunk, played by sipp", { skip: sippAbsent }, () => {
  let edge: OpenSipEdge;
  let heard: Heard[] = [];
  let answerAfter: number | null = 0;

  before(async () => {
    edge = await openTestEdge();
    edge.onCall((call) => {
      const one: Heard = { call, events: [], answered: null };
      heard.push(one);
      call.on((event) => {
        one.events.push(event.type);
        if (event.type === "reoffer") event.respond(event.offer?.includes("sendonly") ? sdpOf("recvonly") : sdpOf());
      });
      call.ring();
      if (answerAfter !== null)
        setTimeout(() => void call.answer(sdpOf()).then(({ kind }) => (one.answered = kind)), answerAfter);
    });
  });
  after(() => edge.close());

  /** Plays one scenario and gives the calls it brought. What it leaves behind is counted after the last one. */
  async function play(scenario: Scenario, more: readonly string[] = []): Promise<Heard[]> {
    heard = [];
    const run = await playSipp(scenario, edge.port, more);
    assert.equal(run.code, 0, run.screen);
    return heard;
  }

  test("a plain call rings, is answered and ends with the caller's BYE", async () => {
    answerAfter = 50;
    const [one] = await play({ builtIn: "uac" }, ["-d", "200"]);
    assert.equal(one?.call.dialled, "112");
    assert.equal(one?.answered, "acknowledged");
    assert.deepEqual(one?.events, ["bye"]);
  });

  test("a plain call over TCP is the same call", async () => {
    answerAfter = 0;
    const [one] = await play({ builtIn: "uac" }, ["-t", "t1", "-d", "100"]);
    assert.deepEqual(one?.events, ["bye"]);
    assert.equal(one?.answered, "acknowledged");
  });

  test("an INVITE sent again is not a second call", async () => {
    answerAfter = 400;
    const calls = await play({ file: "retransmitted-invite" });
    assert.equal(calls.length, 1);
    assert.deepEqual(calls[0]?.events, ["bye"]);
  });

  test("a call whose ACK never comes is ended with BYE and reported", async () => {
    answerAfter = 0;
    const [one] = await play({ file: "lost-ack" });
    assert.equal(one?.answered, "unacknowledged");
    assert.deepEqual(one?.events, ["failed"]);
  });

  test("a caller who gives up while it rings is reported as gone", async () => {
    answerAfter = null;
    const [one] = await play({ file: "cancel" });
    assert.deepEqual(one?.events, ["cancelled"]);
    assert.deepEqual(await one?.call.answer(sdpOf()), { kind: "gone" });
  });

  test("the same over TCP", async () => {
    answerAfter = null;
    const [one] = await play({ file: "cancel" }, ["-t", "t1"]);
    assert.deepEqual(one?.events, ["cancelled"]);
  });

  test("a CANCEL that crosses the answer changes nothing", async () => {
    answerAfter = 0;
    const [one] = await play({ file: "cancel-too-late" });
    assert.equal(one?.answered, "acknowledged");
    assert.deepEqual(one?.events, ["bye"]);
  });

  test("a caller on hold stays in the call", async () => {
    answerAfter = 0;
    const [one] = await play({ file: "hold" });
    assert.deepEqual(one?.events, ["reoffer", "bye"]);
  });

  test("OPTIONS is answered with what we do", async () => {
    await play({ file: "options" });
  });

  test("an INVITE that requires what we do not have is refused by name", async () => {
    assert.deepEqual(await play({ file: "require" }), []);
  });

  test("four hundred calls at two hundred a second are all answered, and no scenario leaves anything behind", async () => {
    answerAfter = 0;
    const calls = await play({ builtIn: "uac" }, ["-m", "400", "-r", "200", "-d", "200"]);
    assert.equal(calls.length, 400);
    assert.ok(calls.every((one) => one.answered === "acknowledged"));
    await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
  });
});
