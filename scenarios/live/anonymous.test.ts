import assert from "node:assert/strict";
import { test } from "node:test";
import { finishWrapUp, hearOneAnother, openScene, settledLedger, stepsOf } from "./evidence.ts";
import { dialWithheld } from "./peers/withheld-caller.ts";

test("who calls and what they dialled decides nothing: a person answers", async (story) => {
  const scene = await openScene(story);
  const desk = await scene.sitDown("ani", "meja-1", 700);
  const step = stepsOf(story);
  const calls = [
    { who: "an anonymous caller", shows: /Tanpa nomor/, number: null, line: "112" },
    { who: "a caller who dialled what is no line of ours", shows: /4417/, number: "+6281218004417", line: "0254999" },
  ];
  for (const { who, shows, number, line } of calls) {
    await step(`${who} is answered like any other`, async () => {
      const caller = await scene.telephones.dial({ number, line, tone: 1_000 });
      await caller.ringing();
      await desk.rings();
      assert.match(await desk.page.getByTestId("call-bar").innerText(), shows);
      await desk.answer();
      await hearOneAnother(desk, caller);
      await desk.hangUp();
      await caller.ended();
      await finishWrapUp(desk);
    });
  }
  await step(
    "a silent caller whose number is known and withheld is answered, and the number is not shown",
    async () => {
      const caller = await dialWithheld(scene.instance);
      scene.onEnd(() => caller.giveUp());
      await desk.rings();
      const bar = await desk.page.getByTestId("call-bar").innerText();
      assert.match(bar, /Tanpa nomor/);
      assert.doesNotMatch(bar, /4417/);
      await desk.answer();
      await desk.hangUp();
      assert.equal(await caller.ended, null);
      await finishWrapUp(desk);
    },
  );
  await settledLedger(scene.instance, { answered: 3 });
});
