import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskPerson } from "./desk.ts";
import {
  chainIntact,
  finishWrapUp,
  hearOneAnother,
  houseOf,
  lives,
  logOf,
  mediaOf,
  openScene,
  patience,
  postmasterOf,
  reconciled,
} from "./evidence.ts";
import type { Telephone } from "./telephone.ts";

test("the record, the media and the house die one after another: callers are served, nothing is lost", async (story) => {
  const scene = await openScene(story);
  const { telephones, step } = scene;
  let { instance } = scene;
  const desk = await scene.sitDown("ani", "meja-1", 700);
  const alarm = (kind: string) => desk.page.getByTestId(`alarm-${kind}`);

  await step("the database is killed while calls arrive: each caller hears ringing all the same", async () => {
    const callers: Telephone[] = [];
    // Held still, the house cannot start the database again before the calls came.
    const house = houseOf(instance);
    process.kill(house, "SIGSTOP");
    scene.onEnd(() => process.kill(house, "SIGCONT"));
    for (let call = 0; call < 6; call++) {
      if (call === 2) process.kill(postmasterOf(instance), "SIGKILL");
      const dialledAt = performance.now();
      const caller = await telephones.dial({ number: `+628121800442${call}`, tone: 1_000 + 150 * call });
      callers.push(caller);
      await caller.ringing();
      // A second is promised; the rest is for a loaded machine.
      const waited = performance.now() - dialledAt;
      assert.ok(waited < 3_000, `call ${call} heard ringing after ${waited.toFixed(0)} ms`);
    }
    await alarm("record-journalling").waitFor({ timeout: patience });
    await desk.answer();
    await hearOneAnother(desk, callers[0]!);
    process.kill(house, "SIGCONT");
    for (const caller of callers.slice(1)) await caller.hangUp();
    await desk.hangUp();
    await alarm("record-journalling").waitFor({ state: "detached", timeout: patience });
    await finishWrapUp(desk);
  });

  await step("afterwards the log has all of it in order, and the chain is intact", async () => {
    assert.equal((await reconciled(instance, 6)).outcomes["answered"], 1);
    const log = await logOf(instance);
    assert.deepEqual(
      log.map(({ seq }) => seq),
      log.map((_, index) => index + 1),
    );
    for (const [index, { event }] of log.entries()) assert.ok(event.at >= (log[index - 1]?.event.at ?? 0));
    await chainIntact(instance);
  });

  await step(
    "the media process is killed: signalling goes on, the desk is back by itself and takes calls",
    async () => {
      const caller = await telephones.dial({ number: "+6281218004431", tone: 1_000 });
      await desk.answer();
      await hearOneAnother(desk, caller);
      const [exchange, media] = [instance.pidOf("exchange"), mediaOf(instance)];
      process.kill(media, "SIGKILL");
      await alarm("media-restarted").waitFor({ timeout: patience });
      assert.equal(instance.pidOf("exchange"), exchange);
      assert.equal(caller.state(), "answered", "the call stands in signalling");
      await desk.page.locator('[data-testid="link-audio"][data-up="true"]').waitFor({ timeout: patience });
      await desk.hangUp();
      await caller.ended();
      await finishWrapUp(desk);

      await becomeReady(desk);
      const next = await telephones.dial({ number: "+6281218004432", tone: 1_300 });
      await desk.answer();
      await hearOneAnother(desk, next);
      await desk.hangUp();
      await next.ended();
      await finishWrapUp(desk);
      await reconciled(instance, 8);
    },
  );

  await step("the house is killed: its parts leave, and the next start goes on from what was kept", async () => {
    const caller = await telephones.dial({ number: "+6281218004441", tone: 1_000 });
    await desk.answer();
    await hearOneAnother(desk, caller);
    const parts = [instance.pidOf("exchange"), instance.pidOf("centre"), mediaOf(instance)];
    process.kill(houseOf(instance), "SIGKILL");
    // At once: whoever lost the power of one process does not wait for the others to end.
    instance = await instance.restart();
    scene.onEnd(() => instance.stop());
    assert.deepEqual(parts.filter(lives), [], "nobody is left of the dead house");
    await caller.ended();

    await desk.page.locator('[data-testid="link-audio"][data-up="true"]').waitFor({ timeout: 2 * patience });
    await becomeReady(desk);
    const next = await telephones.dial({ number: "+6281218004442", tone: 1_600 });
    await desk.answer();
    await hearOneAnother(desk, next);
    await desk.hangUp();
    await next.ended();
    const ledger = await reconciled(instance, 10);
    assert.equal(ledger.outcomes["answered"], 5);
    await chainIntact(instance);
  });
});

/** A desk that lost its call or its audio waits for the operator's word. */
async function becomeReady({ page }: DeskPerson): Promise<void> {
  const row = page.locator('[data-testid="desk-meja-1"][data-state="available"]');
  const ready = page.getByTestId("ready").first();
  const finish = page.getByTestId("finish-wrap-up");
  await row.or(ready).or(finish).first().waitFor({ timeout: patience });
  if (await finish.isVisible()) await finish.click();
  await row.or(ready).first().waitFor({ timeout: patience });
  if (await ready.isVisible()) await ready.click();
  await row.waitFor({ timeout: patience });
}
