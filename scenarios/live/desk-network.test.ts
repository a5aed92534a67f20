import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "@siaga/media/instrument";
import type { Page } from "playwright-core";
import { hearOneAnother, openScene, patience, settledLedger } from "./evidence.ts";
import { openBrowser } from "./browser.ts";
import { signIn, takeSeat } from "./desk.ts";
import { cutDesks, loseSound, mayCut } from "./peers/cut-network.ts";
import { startRelay } from "./peers/relay.ts";
import { plugIn, pullOut, silence, wireHeadset } from "./peers/headset.ts";

const soon = { timeout: patience };
const gone = { state: "detached", ...soon } as const;

test(
  "a desk's network, headset and machine may fail in the middle of a call: it says so in words, and the caller stays",
  { skip: !mayCut && "only root may cut the network" },
  async (story) => {
    const relay = await startRelay();
    const scene = await openScene(story, { env: { SIAGA_CONFIG: relay.configurationFile } });
    scene.onEnd(() => relay.stop());
    const { instance, telephones, step } = scene;
    const desk = await scene.sitDown("ani", "meja-1", 700);
    const { page } = desk;
    const caller = await telephones.dial({ number: "+6281218004501", tone: 1_000 });
    await desk.answer();
    await hearOneAnother(desk, caller);

    await step("the network is cut for five seconds: the seat says so, and the sound is back both ways", async () => {
      const before = await connections(page);
      const mend = cutDesks(instance);
      scene.onEnd(mend);
      const cutAt = Date.now();
      await page.getByTestId("audio-doubtful").or(page.getByTestId("audio-lost")).first().waitFor(soon);
      await page.getByTestId("audio-lost").waitFor(soon);
      assert.equal(await page.getByTestId("end").isVisible(), true, "nothing stands over the live call");
      await until("five seconds", () => Date.now() - cutAt > 5_000, patience);
      mend();
      await page.getByTestId("audio-lost").waitFor(gone);
      await hearOneAnother(desk, caller);
      assert.ok((await connections(page)) > before, "a new connection took the seat");
      for (const alarm of ["audio-missing", "desk-vanished"]) await page.getByTestId(`alarm-${alarm}`).waitFor(gone);
      assert.equal(caller.state(), "answered");
    });

    await step("sound that goes one way only is told at the desk, each way in its own words", async () => {
      const mendHearing = loseSound(instance, "to the desks");
      scene.onEnd(mendHearing);
      await page.getByTestId("audio-deaf").waitFor(soon);
      mendHearing();
      await page.getByTestId("audio-deaf").waitFor(gone);
      await hearOneAnother(desk, caller);

      const mendSpeaking = loseSound(instance, "from the desks");
      scene.onEnd(mendSpeaking);
      await page.locator(".audio-missing").waitFor(soon);
      assert.equal(caller.state(), "answered");
      mendSpeaking();
      await page.locator(".audio-missing").waitFor(gone);
      await hearOneAnother(desk, caller);
    });

    await step("another network that works like the old one costs no syllable", async () => {
      const before = await connections(page);
      const devtools = await page.context().newCDPSession(page);
      const network = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
      await devtools.send("Network.emulateNetworkConditions", { ...network, offline: true });
      await devtools.send("Network.emulateNetworkConditions", { ...network, offline: false });
      await devtools.detach();
      await hearOneAnother(desk, caller);
      await page.waitForTimeout(3_000);
      await hearOneAnother(desk, caller);
      assert.equal(await connections(page), before);
    });

    await step(
      "the headset is pulled out and put back: the seat says so, and the caller hears the desk again",
      async () => {
        await wireHeadset(page);
        await pullOut(page);
        await page.getByTestId("no-microphone").waitFor(soon);
        await until("nothing of the desk at the caller", () => (caller.hears([desk.tone])[0] ?? 0) < 50, patience);
        await plugIn(page);
        await page.getByTestId("no-microphone").waitFor(gone);
        await hearOneAnother(desk, caller);
      },
    );

    await step("the headset's own switch is off: the seat says that the caller hears nothing", async () => {
      await silence(page, true);
      await page.getByTestId("no-microphone").waitFor(soon);
      await silence(page, false);
      await page.getByTestId("no-microphone").waitFor(gone);
    });

    await step("the machine sleeps for three seconds: the sound is back both ways", async () => {
      const thaw = await freezePage(page);
      scene.onEnd(thaw);
      await new Promise((done) => setTimeout(done, 3_000));
      thaw();
      await hearOneAnother(desk, caller);
      await page.getByTestId("audio-lost").waitFor(gone);
      assert.equal(caller.state(), "answered");
    });

    await step("a desk whose network lets nothing through but the city's relay speaks with a caller", async () => {
      await desk.hangUp();
      await caller.ended();
      const browser = await openBrowser(850, { relayOnly: true });
      scene.onEnd(() => browser.close());
      await signIn(instance, browser, "budi");
      const far = await takeSeat(browser, "meja-2", 850);
      const next = await telephones.dial({ number: "+6281218004502", tone: 1_300 });
      await far.answer();
      await hearOneAnother(far, next);
      assert.ok(relay.relayed() > 0);
      assert.equal(await localCandidate(far.page), "relay");
      await far.hangUp();
      await next.ended();
    });

    await step("every call has its outcome", async () => {
      await settledLedger(instance, { answered: 2 });
    });
  },
);

/** How the page's sound leaves it: the kind of the candidate in use. */
const localCandidate = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => {
    const held = (globalThis as unknown as { heldPeerConnections: RTCPeerConnection[] }).heldPeerConnections.at(-1);
    const reports = [...((await held?.getStats())?.values() ?? [])] as Record<string, unknown>[];
    const pair = reports.find(({ type, nominated }) => type === "candidate-pair" && nominated === true);
    return reports.find(({ id }) => id === pair?.["localCandidateId"])?.["candidateType"] as string | undefined;
  });

/** Connections this page has opened so far. */
const connections = (page: Page): Promise<number> =>
  page.evaluate(
    () => (globalThis as unknown as { heldPeerConnections: RTCPeerConnection[] }).heldPeerConnections.length,
  );

/** The page's processes stand still, as on a machine that sleeps. Returns what wakes them. */
async function freezePage(page: Page): Promise<() => void> {
  const browser = await page.context().browser()?.newBrowserCDPSession();
  assert.ok(browser);
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  const parts = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  for (const pid of parts) process.kill(pid, "SIGSTOP");
  return () => {
    for (const pid of parts) process.kill(pid, "SIGCONT");
  };
}
