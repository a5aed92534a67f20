import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { until, longestTone } from "@siaga/media/instrument";
import { finishWrapUp, openScene, patience, settledLedger } from "./evidence.ts";
import { dialWithBaresip } from "./peers/baresip.ts";
import { audible } from "./telephone.ts";

const voice = 1_000;
const skip = existsSync("/usr/bin/baresip") ? false : "baresip is not installed";

test("a telephone of another make calls in, and both sides hear one another", { skip }, async (story) => {
  const scene = await openScene(story);
  const desk = await scene.sitDown("ani", "meja-1", 700);

  const caller = await dialWithBaresip(scene.instance, voice);
  scene.onEnd(() => caller.hangUp());
  await desk.answer();
  await until("the caller's tone at the desk", async () => ((await desk.hears(voice))[0] ?? 0) > 0.05, patience);
  assert.match(await desk.page.getByTestId("call-bar").innerText(), /4417/);

  await caller.press("7");
  const facts = desk.page.getByTestId("caller-facts");
  await until("the digit 7 at the desk", async () => /Angka ditekan\s+7/.test(await facts.innerText()), patience);

  const hearsTheDesk = (): boolean => longestTone(caller.heard(), desk.tone, audible) >= 1;
  await until("a second of the desk's tone in what baresip decodes", hearsTheDesk, patience);
  const heard = await caller.hangUp();
  assert.equal(heard.rate, 8_000);
  assert.ok(longestTone(heard.samples, desk.tone, audible) >= 1, `baresip heard the desk\n${caller.said()}`);
  assert.ok(longestTone(heard.samples, voice, audible) < 0.5, "and not itself");

  await finishWrapUp(desk);
  await settledLedger(scene.instance, { answered: 1 });
});
