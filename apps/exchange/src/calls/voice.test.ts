import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { triageDefaults } from "@siaga/core";
import { openHouse } from "../testing/house.ts";
import type { Telephone } from "../testing/trunk-peer.ts";
import { until } from "../testing/until.ts";

/** A caller who waits and has been asked, and what the centre is told of their voice. */
async function asked(t: TestContext) {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  house.centre.state.policy = { ...house.centre.state.policy, triage: triageDefaults };
  const telephone: Telephone = house.trunk.ring("112", null);
  const call = telephone.call.id;
  await until("the question", () => house.media.playing.get(call)?.[0]?.startsWith("challenge-"));
  return {
    house,
    call,
    speaks: (speaking = true) => house.media.says({ type: "speech", leg: call, speaking }),
    heard: () => house.centre.told.filter((input) => input.type === "speech.heard").length,
    /** Resolves when the centre has heard everything said before. */
    settled: async () => {
      house.media.says({ type: "digit", leg: call, digit: "*", duration: 100 });
      const before = house.centre.told.length;
      await until("the centre has heard it", () => house.centre.told.length > before);
    },
  };
}

test("a caller's voice is told once for each question, and not while nothing is asked", async (t) => {
  const { house, call, speaks, heard, settled } = await asked(t);
  house.centre.accept({ type: "challenge.lapsed", call, attempt: 0 });
  await until("waiting goes on", () => house.media.playing.get(call)?.[0] === "still-waiting");
  speaks();
  await settled();
  assert.equal(heard(), 0, "nothing is asked");

  house.centre.accept({ type: "challenge.due", call, attempt: 1 });
  await until("the next question", () => house.media.playing.get(call)?.[0]?.startsWith("challenge-"));
  speaks(false);
  speaks();
  speaks(false);
  speaks();
  await settled();
  assert.equal(heard(), 1);
});

test("whoever has been speaking since before the question is heard when it has been asked", async (t) => {
  const { house, call, speaks, heard, settled } = await asked(t);
  house.centre.accept({ type: "challenge.lapsed", call, attempt: 0 });
  await until("waiting goes on", () => house.media.playing.get(call)?.[0] === "still-waiting");
  speaks();
  house.centre.accept({ type: "challenge.due", call, attempt: 1 });
  const question = await until("the next question", () =>
    house.media.playing.get(call)?.find((prompt) => prompt.startsWith("challenge-")),
  );
  await settled();
  assert.equal(heard(), 0, "the question is not over");

  house.media.says({ type: "prompt-ended", leg: call, play: question, completed: true });
  await until("the voice is told", () => heard() === 1);
});

test("what a caller says to an operator is told to nobody", async (t) => {
  const { house, call, speaks, heard, settled } = await asked(t);
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.ask({ type: "call.join", call, desk: "meja-1" });
  await until("joined", () => desk.heard.some(({ type }) => type === "joined"));

  speaks();
  await settled();
  assert.equal(heard(), 0);
});
