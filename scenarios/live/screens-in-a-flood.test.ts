import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { barIs, hadi, heard, linked, show, until, wordsOf } from "../../apps/console/src/preview/shown.ts";
import { buildConsole } from "../../apps/house/src/console-build.ts";
import { openBrowser } from "./browser.ts";

const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.body.scrollWidth <= innerWidth);
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest("[data-testid]")?.getAttribute("data-testid") ?? null);

test("the screens of a flood, by their words and with the keyboard alone", async (story) => {
  await buildConsole(() => undefined);
  const browser = await openBrowser(null);
  story.after(browser.close);
  const { page } = browser;
  await page.addInitScript(() => sessionStorage.setItem("siaga.headset", "meja-2"));

  await story.test(
    "a free desk shows three lanes, why each caller waits there, and that nobody is refused",
    async (part) => {
      await show(part, page, { scene: "flood", path: "/desk" });
      await page.getByTestId("flood").waitFor();
      assert.match(await wordsOf(page, "surge"), /Panggilan 7× biasa sejak .* Tidak ada panggilan yang ditolak\./);
      for (const [lane, count] of [
        ["express", "0"],
        ["claim", "2"],
        ["waiting", "5"],
      ] as const)
        assert.match(await wordsOf(page, `lane-${lane}`), new RegExp(`(^|\\n)${count}\\n`));
      assert.match(await wordsOf(page, "waiting-t2"), /6 hening, 2 iseng dewasa, 30 hari/);
      assert.match(await wordsOf(page, "waiting-t0"), /naik giliran/);
      assert.match(await wordsOf(page, "waiting-t4"), /diparkir/);
      assert.match(await wordsOf(page, "kept"), /1 petugas disisakan agar darurat berikutnya tidak ikut antre/);
      assert.match(await wordsOf(page, "desk-meja-2"), /Dicadangkan/);
      assert.ok(await fits(page), "the page scrolls");
    },
  );

  await story.test(
    "S listens to the proposed caller; an announcement takes I and Enter, and Esc takes it back",
    async (part) => {
      const screen = await show(part, page, { scene: "flood", path: "/desk" });
      assert.match(await wordsOf(page, "worth-listening"), /Simak penelepon ini\?/);
      await page.keyboard.press("s");
      await heard(screen, "POST /api/calls/t1/glance");
      await page.keyboard.press("i");
      await page.getByTestId("bulletin-announce-confirm").waitFor();
      await page.keyboard.press("Escape");
      await page.getByTestId("bulletin-announce").waitFor();
      await page.keyboard.press("Enter");
      assert.equal(screen.said().length, 1);
      await page.keyboard.press("i");
      await page.keyboard.press("Enter");
      await heard(screen, "POST /api/incidents/incident-1110/bulletin");
    },
  );

  await story.test(
    "while listening the words say that the caller hears nothing; 1, 2, Esc and F8 say what was heard",
    async (part) => {
      for (const [key, found] of [
        ["1", "emergency"],
        ["2", "nuisance"],
        ["Escape", "unsure"],
        ["F8", "emergency"],
      ] as const) {
        const screen = await show(part, page, { scene: "listening", path: "/desk" });
        assert.equal(await wordsOf(page, "not-heard"), "Penelepon tidak mendengar Anda.");
        await page.keyboard.press(key);
        await heard(screen, `POST /api/calls/t1/glance/end {"found":"${found}"}`);
      }
    },
  );

  await story.test(
    "F8 while listening: when the caller rings here they are spoken to, without another key",
    async (part) => {
      const screen = await show(part, page, { scene: "listening", path: "/desk" });
      await linked(page);
      await page.keyboard.press("F8");
      await heard(screen, `POST /api/calls/t1/glance/end {"found":"emergency"}`);
      screen.preview.line.ring("t1");
      await barIs(page, "on-call");
      assert.equal(await wordsOf(page, "caller-number"), "0821 •••• 0087");
      assert.deepEqual(
        screen.said().filter((line) => line.includes("answer")),
        ["desk answer-call t1"],
      );
    },
  );

  await story.test(
    "a caller who was only listened to and rings here later is answered by a key, as ever",
    async (part) => {
      const screen = await show(part, page, { scene: "listening", path: "/desk" });
      await linked(page);
      await page.keyboard.press("1");
      await heard(screen, `POST /api/calls/t1/glance/end {"found":"emergency"}`);
      screen.preview.line.ring("t1");
      await barIs(page, "ringing");
      await page.waitForTimeout(500);
      assert.ok(!screen.said().some((line) => line.includes("answer")), screen.said().join(" | "));
      await page.keyboard.press("F8");
      await barIs(page, "on-call");
    },
  );

  await story.test("asked to park while typing: the field keeps the focus, Esc goes on, F8 parks", async (part) => {
    const goesOn = await show(part, page, { scene: "asked-to-park", path: "/desk" });
    await page.getByTestId("field-narrative").fill("asap");
    await page.getByTestId("field-narrative").focus();
    const field = await focused(page);
    assert.match(await wordsOf(page, "park-strip"), /Jalur cepat menunggu .*Parkir bila bukan darurat\?/);
    assert.ok(await fits(page), "the page scrolls");
    await page.keyboard.press("Escape");
    await page.getByTestId("park-strip").waitFor({ state: "detached" });
    assert.equal(await focused(page), field);
    assert.deepEqual(goesOn.said(), []);

    const parks = await show(part, page, { scene: "asked-to-park", path: "/desk" });
    await page.getByTestId("park-strip").waitFor();
    await page.getByTestId("field-narrative").focus();
    await until("F8 parks", async () => {
      await page.keyboard.press("F8");
      return parks.said().includes("POST /api/calls/mine/park");
    });
    assert.match(await wordsOf(page, "caller-facts"), /Jalur tunggu\s+belum menjawab/);
  });

  await story.test("that the caller is not heard is read whole, beside the key that parks", async (part) => {
    await show(part, page, { scene: "unheard", path: "/desk" });
    const alert = page.getByTestId("call-bar").getByRole("alert");
    await alert.waitFor();
    assert.equal(await alert.innerText(), "Penelepon tidak terdengar. Tetap di saluran, coba bicara.");
    assert.match(await wordsOf(page, "call-bar"), /Parkir/);
    assert.ok(await alert.evaluate((box) => box.scrollWidth <= box.clientWidth), "the sentence is cut");
    assert.ok(await page.getByTestId("call-bar").evaluate((bar) => bar.scrollHeight <= bar.clientHeight));
  });

  await story.test(
    "one operator on shift reads what cannot be done; the cheat sheet lists the new keys",
    async (part) => {
      await show(part, page, { scene: "alone", path: "/desk" });
      const kept = await wordsOf(page, "kept");
      assert.match(kept, /Satu petugas: tidak ada yang bisa dicadangkan[\s\S]*ditanya satu angka/);
      await page.keyboard.press("?");
      assert.match(await wordsOf(page, "cheat-sheet-panel"), /simak penelepon[\s\S]*umumkan kejadian/);
    },
  );

  await story.test("the wall is read from four metres: lanes, who is kept, and why somebody waits", async (part) => {
    await show(part, page, { scene: "flood", path: "/wall", me: hadi });
    await page.getByTestId("wall-why").waitFor();
    assert.match(await wordsOf(page, "wall-lane-waiting"), /Jalur tunggu\s+5/);
    assert.match(await wordsOf(page, "wall-why"), /disisakan/);
    const size = await page
      .getByTestId("wall-waiting")
      .locator("b")
      .evaluate((figure) => getComputedStyle(figure).fontSize);
    assert.equal(size, "80px");
    assert.ok(await fits(page), "the page scrolls");
  });

  await story.test(
    "a changed policy is saved only after it was tried, and an error stands beside its field",
    async (part) => {
      const screen = await show(part, page, { scene: "idle", path: "/policy", me: hadi });
      const save = page.getByTestId("policy-save");
      const promote = page.getByTestId("policy-promoteAfter");
      assert.match(await promote.innerText(), /bawaan: \d+ dtk/);
      await promote.getByRole("textbox").fill("9000");
      assert.match(await promote.innerText(), /Dari 2 sampai 600 dtk\./);
      assert.ok(await page.getByTestId("policy-try").isDisabled());
      await promote.getByRole("textbox").fill("60");
      assert.match(await wordsOf(page, "policy-save-bar"), /Coba dulu, baru bisa disimpan\./);
      assert.ok(await save.isDisabled());
      assert.match(await wordsOf(page, "policy-glance"), /Belum pernah diukur/);
      await page.getByTestId("policy-try").click();
      assert.match(await wordsOf(page, "preview-evening"), /Sekarang[\s\S]*Usulan[\s\S]*Siapa dulu datang/);
      await until("saving is possible", () => save.isEnabled());
      assert.ok(await fits(page), "the page scrolls");
      await save.click();
      await until("saved", () => screen.said().some((line) => line.startsWith("PUT /api/policy/triage")));
      const sent = screen.said().find((line) => line.startsWith("PUT")) ?? "";
      assert.match(sent, /"promoteAfter":60000/);
    },
  );

  await story.test(
    "the planner says how many are enough, in one sentence, and that it is a simulation",
    async (part) => {
      const screen = await show(part, page, { scene: "idle", path: "/planner", me: hadi });
      await page.getByTestId("plan-operators").getByText("4", { exact: true }).click();
      await page.getByTestId("plan-start").click();
      await page.getByTestId("plan-quick").waitFor();
      assert.match(await wordsOf(page, "plan-recommendation"), /3 petugas tampaknya cukup/);
      assert.match(await wordsOf(page, "planner-answer"), /Simulasi, asumsi di docs\/flood-benchmark\.md/);
      const asked = JSON.parse(screen.said()[0]?.replace("POST /api/planner ", "") ?? "{}") as { operators: number[] };
      assert.deepEqual(asked.operators, [1, 2, 3, 4]);
      assert.ok(await fits(page), "the page scrolls");
    },
  );
});
