import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chainIntact,
  finishWrapUp,
  hearOneAnother,
  houseOf,
  lives,
  openScene,
  patience,
  settledLedger,
} from "./evidence.ts";
import { configured } from "./peers/called-party.ts";

test("the centre is killed with one call up, one ringing and one waiting: nobody loses their call", async (story) => {
  // Writing up lasts longer than proving the chain does on a busy machine: its key is pressed after that.
  const configuration = configured(story, { policy: { wrapUpLapse: 180_000 } });
  const scene = await openScene(story, { env: { SIAGA_CONFIG: configuration } });
  const { instance, telephones, step } = scene;
  const first = await scene.sitDown("ani", "meja-1", 700);
  const talking = await telephones.dial({ number: "+6281218004401", tone: 1_000 });
  await first.answer();
  await hearOneAnother(first, talking);
  const second = await scene.sitDown("budi", "meja-2", 850);
  const ringing = await telephones.dial({ number: "+6281218004402", tone: 1_300 });
  await second.rings();
  const waiting = await telephones.dial({ number: "+6281218004403", tone: 1_600 });
  await waiting.answered();
  for (const { page } of [first, second]) await page.evaluate(() => void Object.assign(globalThis, { sameLoad: true }));
  const dead = instance.pidOf("centre");
  // The house stands still meanwhile, so that the centre stays away for as long as the story needs.
  const house = houseOf(instance);
  process.kill(house, "SIGSTOP");
  scene.onEnd(() => process.kill(house, "SIGCONT"));

  process.kill(dead, "SIGKILL");

  await step("the conversation goes on, both ways", async () => {
    await first.page.getByTestId("fail-open").waitFor({ timeout: patience });
    assert.equal(lives(dead), false);
    await assert.rejects(fetch(instance.console));
    await hearOneAnother(first, talking);
    assert.equal(talking.state(), "answered");
  });

  await step("the ringing call is answered over the desk-link, with audio both ways", async () => {
    await second.answer();
    await ringing.answered();
    await hearOneAnother(second, ringing);
  });

  const late = await telephones.dial({ number: "+6281218004404", tone: 1_900 });
  await step("a new caller hears ringing", () => late.ringing());

  await step("the waiting caller kept the place: the desk that becomes free answers that call first", async () => {
    await first.hangUp();
    await talking.ended();
    await first.answer();
    await hearOneAnother(first, waiting);
  });

  await step("the new caller is answered by the next desk that becomes free", async () => {
    await second.hangUp();
    await ringing.ended();
    await second.answer();
    await late.answered();
    await hearOneAnother(second, late);
    assert.throws(() => instance.pidOf("centre"), "all of this without a centre");
  });

  process.kill(house, "SIGCONT");
  await step("the centre comes back: no screen was reloaded, and the conversations go on", async () => {
    for (const { page } of [first, second]) {
      await page.locator('[data-testid="link-centre"][data-up="true"]').waitFor({ timeout: 2 * patience });
      await page.getByTestId("fail-open").waitFor({ state: "detached", timeout: patience });
      assert.equal(await page.evaluate(() => "sameLoad" in globalThis), true);
    }
    await hearOneAnother(first, waiting);
    await hearOneAnother(second, late);
  });

  await step("every call has its outcome, and the chain is intact", async () => {
    await first.hangUp();
    await late.hangUp();
    await settledLedger(instance, { answered: 4 });
    await chainIntact(instance);
  });

  await step("the desks go on working", async () => {
    const next = await telephones.dial({ number: "+6281218004405", tone: 1_000 });
    await finishWrapUp(first);
    await first.answer();
    await hearOneAnother(first, next);
    await first.hangUp();
    await next.ended();
    await settledLedger(instance, { answered: 5 });
  });
});
