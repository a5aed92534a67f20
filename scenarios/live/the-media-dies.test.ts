import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "@siaga/media/instrument";
import {
  chainIntact,
  finishWrapUp,
  hearOneAnother,
  logOf,
  mediaOf,
  openScene,
  patience,
  reconciled,
  whereItRings,
} from "./evidence.ts";
import type { Telephone } from "./telephone.ts";

/** Which stream a caller hears now (SSRC). */
const stream = ({ peer }: Telephone): number | undefined => peer.heard.at(-1)?.packet.ssrc;

/** Waits for a new stream; returns ms between the last packet of the old one and the first of the new one. */
async function silenceOf(caller: Telephone, old: number | undefined): Promise<number> {
  const { peer } = caller;
  await until("a new stream", () => stream(caller) !== old, patience);
  const from = peer.heard.findIndex(({ packet }) => packet.ssrc !== old);
  const lasted = Math.round(peer.heard[from]!.at - (peer.heard[from - 1]?.at ?? Number.NaN));
  peer.heard.length = 0;
  return lasted;
}

test("the media process is killed in the middle of calls: everybody goes on, and the gap is written down", async (story) => {
  const scene = await openScene(story);
  const { instance, telephones, step } = scene;
  const ani = await scene.sitDown("ani", "meja-1", 700);
  const budi = await scene.sitDown("budi", "meja-2", 800);
  const talking = await telephones.dial({ number: "+6281218005501", tone: 1_000 });
  const first = await whereItRings([ani, budi]);
  await first.answer();
  await hearOneAnother(first, talking);
  const second = first === ani ? budi : ani;
  const held = await telephones.dial({ number: "+6281218005502", tone: 1_300 });
  await second.answer();
  await hearOneAnother(second, held);
  await second.holdOrResume();
  await held.hearsSound();
  const waiting = await telephones.dial({ number: "+6281218005503", tone: 1_600 });
  await waiting.answered();
  await waiting.hearsSound();

  const exchange = instance.pidOf("exchange");
  const dieAndGoOn = async (): Promise<void> => {
    const callers = [talking, held, waiting];
    const before = callers.map(stream);
    process.kill(mediaOf(instance), "SIGKILL");
    const killedAt = performance.now();
    const silences = await Promise.all(callers.map((caller, at) => silenceOf(caller, before[at])));
    await Promise.all([hearOneAnother(first, talking), held.hearsSound(), waiting.hearsSound()]);
    const speech = Math.round(performance.now() - killedAt);
    story.diagnostic(`RTP was away ${silences.join(", ")} ms; desk and caller spoke again after ${speech} ms`);
    assert.equal(instance.pidOf("exchange"), exchange);
    assert.deepEqual(
      callers.map((caller) => caller.state()),
      ["answered", "answered", "answered"],
    );
  };

  await step("the one who talks is heard and hears, the held and the waiting hear their prompts", dieAndGoOn);
  await step("and again when it is killed a second time", dieAndGoOn);

  await step("a call that is answered while the media process dies is answered all the same", async () => {
    await first.hangUp();
    await talking.ended();
    await finishWrapUp(first);
    await first.rings();
    process.kill(mediaOf(instance), "SIGKILL");
    await first.answer();
    await hearOneAnother(first, waiting);
  });

  await step("the held caller is taken back, and everything is in the log", async () => {
    await second.holdOrResume();
    await hearOneAnother(second, held);
    for (const [desk, caller] of [
      [first, waiting],
      [second, held],
    ] as const) {
      await desk.hangUp();
      await caller.ended();
    }
    const ledger = await reconciled(instance, 3);
    assert.equal(ledger.outcomes["answered"], 3);
    const kept = async () => (await logOf(instance)).filter(({ event }) => event.type === "recording.kept");
    await until("the three recordings", async () => (await kept()).length === 3, patience);
    const gaps = (await logOf(instance)).filter(({ event }) => event.type === "audio.interrupted");
    assert.ok(gaps.length >= 8, `${gaps.length} gaps`);
    await chainIntact(instance);
  });
});
