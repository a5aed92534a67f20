import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import type { ReportIncident } from "@siaga/contracts/http";
import { roomAt } from "../../apps/console/src/preview/room.ts";
import { barIs, heard, linked, sari, type Screen, show, until, wordsOf } from "../../apps/console/src/preview/shown.ts";
import { buildConsole } from "../../apps/house/src/console-build.ts";
import { openBrowser } from "./browser.ts";

const classified = (screen: Screen): readonly string[] => screen.said().filter((line) => /classification/.test(line));
const stored = (page: Page, key: string): Promise<string | null> =>
  page.evaluate((name) => localStorage.getItem(name), key);
const isExpanded = (page: Page, testId: string): Promise<string | null> =>
  page.getByTestId(testId).getAttribute("aria-expanded");

/** The caller hangs up and the next one is spoken to at once. */
function nextCaller({ preview }: Screen): void {
  const { calls, desks } = roomAt("on-call", Date.now(), "sari");
  const [at, desk] = [Date.now(), "meja-2"];
  preview.line.change({
    calls: {
      mine: { ...calls["mine"]!, state: "ended", endedAt: at, outcome: "answered" },
      w1: { ...calls["w1"]!, state: "answered", desk, answeredAt: at },
    },
    desks: { [desk]: { ...desks[desk]!, call: "w1", since: at } },
  });
}

/** What the centre answers to reports of incidents from now on; every report it got. */
async function centreThat(page: Page, part: TestContext) {
  const got: ReportIncident[] = [];
  let status: number | null = 204;
  const where = "**/api/incidents";
  await page.route(where, (route) => {
    got.push(route.request().postDataJSON() as ReportIncident);
    if (status === null) return route.abort();
    const refusal = { code: "unknown-incident-type", sentence: "Jenis kejadian tidak dikenal." };
    return route.fulfill({
      status,
      contentType: "application/json",
      body: status === 422 ? JSON.stringify(refusal) : "",
    });
  });
  part.after(() => page.unroute(where));
  return { got, answers: (next: number | null) => void (status = next) };
}

/** A call is being written down; Ctrl+Enter would report a fire. */
async function writeFire(part: TestContext, page: Page): Promise<Screen> {
  const screen = await show(part, page, { scene: "on-call", path: "/desk" });
  await page.getByTestId("field-narrative").fill("Api dari dapur, asap tebal");
  return screen;
}

test("a screen in trouble keeps what was said and does what its keys say", async (story) => {
  await buildConsole(() => undefined);
  const browser = await openBrowser(null);
  story.after(browser.close);
  const { page } = browser;
  await page.addInitScript(() => sessionStorage.setItem("siaga.headset", "meja-2"));

  await story.test("the row F5 opened for one caller is closed before the next one is spoken to", async (part) => {
    const screen = await show(part, page, { scene: "on-call", path: "/desk" });
    await barIs(page, "on-call");
    await page.keyboard.press("F5");
    await page.getByTestId("nuisance-row").waitFor();
    nextCaller(screen);
    await page.getByTestId("nuisance-row").waitFor({ state: "detached" });
    await page.keyboard.press("1");
    await page.keyboard.press("F1");
    await heard(screen, `POST /api/calls/w1/classification {"classification":"emergency"}`);
    assert.equal(classified(screen).length, 1);
  });

  await story.test(
    "whoever goes to a field after F5, by key or by mouse, writes numbers and files nobody",
    async (part) => {
      const screen = await show(part, page, { scene: "on-call", path: "/desk" });
      await barIs(page, "on-call");
      await page.keyboard.press("F5");
      await page.keyboard.press("n");
      await page.keyboard.type("2 rumah");
      assert.equal(await page.getByTestId("field-narrative").inputValue(), "2 rumah");
      await page.keyboard.press("F5");
      await page.getByTestId("nuisance-row").waitFor();
      await page.getByTestId("field-street").click();
      await page.keyboard.type("3A");
      assert.equal(await page.getByTestId("field-street").inputValue(), "3A");
      assert.deepEqual(classified(screen), []);
    },
  );

  await story.test(
    "D, then Ctrl+Enter: the digits are the desk's again once the incident is saved or kept",
    async (part) => {
      const centre = await centreThat(page, part);
      centre.answers(503);
      await writeFire(part, page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("d");
      await page.locator('[data-testid="send-to"] .choosing').waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByTestId("pending-saves").waitFor();
      assert.equal(await page.locator('[data-testid="send-to"] .choosing').count(), 0);
    },
  );

  await story.test(
    "an incident the centre does not hear waits with all that is written after; refused, it stays with the sentence",
    async (part) => {
      const centre = await centreThat(page, part);
      centre.answers(null);
      const screen = await writeFire(part, page);
      await page.keyboard.press("Control+Enter");
      await page.getByTestId("pending-saves").waitFor();
      assert.match(await wordsOf(page, "form-panel"), /Aman di meja ini/);
      await page.getByTestId("field-narrative").fill("Api dari dapur, dua orang terjebak");
      centre.answers(422);
      await page.getByTestId("pending-refused").waitFor();
      assert.match(await wordsOf(page, "pending-refused"), /belum diterima\. Jenis kejadian tidak dikenal\./);
      await page.reload();
      await page.getByTestId("pending-refused").waitFor();
      const narrative = page.getByTestId("field-narrative");
      await until("the form is as it was", async () => (await narrative.inputValue()).includes("terjebak"));

      centre.answers(204);
      await page.getByTestId("pending-again").click();
      await until("sent", async () => (await stored(page, "siaga.pending")) === "[]");
      const last = centre.got.at(-1)!;
      assert.equal(last.narrative, "Api dari dapur, dua orang terjebak");
      assert.equal(
        new Set(centre.got.map(({ incident }) => incident)).size,
        1,
        "one incident, however often it is sent",
      );
      const amended = screen.said().find((line) => line.startsWith(`PATCH /api/incidents/${last.incident}`)) ?? "";
      assert.match(amended, /dua orang terjebak/);
      assert.equal(await stored(page, "siaga.draft.mine"), null);
      assert.equal(await page.getByTestId("pending-refused").count(), 0);
    },
  );

  await story.test(
    "whoever would not send a refused incident lets it go; what was written stays a draft",
    async (part) => {
      const centre = await centreThat(page, part);
      centre.answers(503);
      await writeFire(part, page);
      await page.keyboard.press("Control+Enter");
      await page.getByTestId("pending-saves").waitFor();
      centre.answers(422);
      await page.getByTestId("pending-let-go").click();
      await page.getByTestId("pending-refused").waitFor({ state: "detached" });
      assert.equal(await stored(page, "siaga.pending"), "[]");
      await until("a draft", async () => (await stored(page, "siaga.draft.mine"))?.includes("asap tebal") ?? false);
    },
  );

  await story.test("what another operator left is not sent in this one's name", async (part) => {
    const centre = await centreThat(page, part);
    const screen = await show(part, page, { scene: "idle", path: "/desk" });
    await page.evaluate(() => {
      const save = { key: "incident 1", route: "reportIncident", params: {}, body: {}, operator: "budi", at: 1 };
      localStorage.setItem("siaga.pending", JSON.stringify([save]));
    });
    await page.reload();
    assert.match(await wordsOf(page, "pending-others"), /1 catatan petugas lain/);
    await barIs(page, "available");
    await page.keyboard.press("j");
    await heard(screen, `POST /api/desk/pause {"reason":"Istirahat"}`);
    assert.deepEqual(centre.got, []);
  });

  await story.test("why the centre would not take it is read whole, also beside other lines", async (part) => {
    await show(part, page, { scene: "idle", path: "/desk" });
    await page.evaluate(() => {
      const sentence = "Jenis kejadian ini tidak dikenal di kota ini. Pilih jenis lain pada draf, lalu simpan lagi.";
      const save = { route: "reportIncident", params: {}, body: {}, at: 1 };
      const saves = [
        { ...save, key: "incident 1", operator: "sari", refused: sentence },
        { ...save, key: "incident 2", operator: "budi" },
      ];
      localStorage.setItem("siaga.pending", JSON.stringify(saves));
    });
    await page.reload();
    await page.getByTestId("pending-others").waitFor();
    const sentence = page.getByTestId("pending-refused").locator(".cut");
    assert.ok(await sentence.evaluate((box) => box.scrollWidth <= box.clientWidth), "the sentence is cut");
  });

  await story.test("a call joined to an incident brings along what was written about it", async (part) => {
    const screen = await writeFire(part, page);
    await page.getByTestId("field-landmark").fill("gapura biru");
    await page.getByTestId("field-area").fill("kasemen");
    await page.keyboard.press("Enter");
    await until("the draft is kept", async () => (await stored(page, "siaga.draft.mine")) !== null);
    await page.getByTestId("link-incident-1110").click();
    await heard(screen, `POST /api/incidents/incident-1110/calls {"call":"mine"}`);
    const note = JSON.stringify({ text: "gapura biru\nApi dari dapur, asap tebal" });
    await heard(screen, `POST /api/incidents/incident-1110/notes ${note}`);
    await until("no draft is left", async () => (await stored(page, "siaga.draft.mine")) === null);
  });

  await story.test("a call that could not be joined keeps its draft", async (part) => {
    await page.route("**/calls", (route) => route.abort());
    part.after(() => page.unroute("**/calls"));
    const screen = await writeFire(part, page);
    await page.getByTestId("field-area").fill("kasemen");
    await page.keyboard.press("Enter");
    await page.getByTestId("link-incident-1110").click();
    await page.getByTestId("notice").waitFor();
    await until("the draft is kept", async () => (await stored(page, "siaga.draft.mine")) !== null);
    assert.deepEqual(screen.said(), []);
  });

  await story.test(
    "signing out while the centre is away is said, outlives a reload and happens when it is back",
    async (part) => {
      let away = true;
      const where = "**/api/session";
      await page.route(where, (route) =>
        away && route.request().method() === "DELETE" ? route.abort() : route.continue(),
      );
      part.after(() => page.unroute(where));
      const screen = await show(part, page, { scene: "idle", path: "/desk" });
      await linked(page);
      await page.getByTestId("menu").click();
      await page.getByTestId("sign-out").click();
      await page.getByTestId("leaving").waitFor();
      assert.match(await wordsOf(page, "leaving"), /Belum keluar: pusat belum menjawab/);
      await heard(screen, "desk pause");
      await page.reload();
      await page.getByTestId("leaving").waitFor();
      away = false;
      await page.getByTestId("username").waitFor();
      assert.equal(await stored(page, "siaga.leaving"), null);
    },
  );

  await story.test("whoever stays after all is not signed out later", async (part) => {
    const where = "**/api/session";
    await page.route(where, (route) => (route.request().method() === "DELETE" ? route.abort() : route.continue()));
    part.after(() => page.unroute(where));
    await show(part, page, { scene: "idle", path: "/desk" });
    await page.getByTestId("menu").click();
    await page.getByTestId("sign-out").click();
    await page.getByTestId("stay").click();
    await page.getByTestId("leaving").waitFor({ state: "detached" });
    assert.equal(await stored(page, "siaga.leaving"), null);
  });

  await story.test(
    "a session that ends in a conversation ends after it: the caller goes on being heard",
    async (part) => {
      const screen = await show(part, page, { scene: "listening", path: "/desk" });
      await linked(page);
      screen.preview.line.ring("t1");
      await barIs(page, "ringing");
      const spoken = page.locator('[data-testid="call-bar"][data-state="on-call"]');
      await until("answered", async () => {
        await page.keyboard.press("F8");
        return (await spoken.count()) > 0;
      });
      screen.preview.line.signOut();
      await page.getByTestId("session-over").waitFor();
      assert.match(await wordsOf(page, "session-over"), /Percakapan tetap jalan/);
      await barIs(page, "on-call");
      await page.keyboard.press("F9");
      await page.keyboard.press("F9");
      await heard(screen, "desk hang-up t1");
      screen.preview.line.tell({ type: "ended", call: "t1" });
      await page.getByTestId("username").waitFor();
    },
  );

  await story.test("a session that ends between calls leads to signing in at once", async (part) => {
    const screen = await show(part, page, { scene: "idle", path: "/desk" });
    await barIs(page, "available");
    screen.preview.line.signOut();
    await page.getByTestId("username").waitFor();
  });

  await story.test("an administrator of an empty city takes a desk and works on incidents", async (part) => {
    const admin = { ...sari, operator: "rini", role: "admin", desk: null, deskName: null, mayUnmask: false } as const;
    await show(part, page, { scene: "bulletin", path: "/", me: admin });
    await page.getByTestId("nav-desk").click();
    await page.getByTestId("take-meja-1").waitFor();
    await page.getByTestId("nav-incidents").click();
    await page.getByTestId("close-incident").waitFor();
    await page.getByTestId("send-more").waitFor();
  });

  await story.test("a lost caller further down is chosen and called back with the keyboard alone", async (part) => {
    const screen = await show(part, page, { scene: "idle", path: "/desk" });
    await page.getByTestId("callback-cb1").focus();
    await page.keyboard.press("Tab");
    while ((await page.evaluate(() => document.activeElement?.tagName)) === "BUTTON") await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator('[data-testid="callback-cb2"][aria-current="true"]').waitFor();
    await page.keyboard.press("b");
    await heard(screen, "POST /api/callbacks/cb2/dial");
  });

  await story.test("Esc over an open list closes the list; only the next one answers whether to park", async (part) => {
    await show(part, page, { scene: "asked-to-park", path: "/desk" });
    await page.getByTestId("park-strip").waitFor();
    await page.getByTestId("field-type").focus();
    await until("the list is open", async () => (await isExpanded(page, "field-type")) === "true");
    await page.keyboard.press("Escape");
    await until("the list is closed", async () => (await isExpanded(page, "field-type")) === "false");
    assert.equal(await page.getByTestId("park-strip").count(), 1);
    await page.keyboard.press("Escape");
    await page.getByTestId("park-strip").waitFor({ state: "detached" });
  });

  await story.test("Esc in a field whose list found nothing leaves the field at once", async (part) => {
    await show(part, page, { scene: "on-call", path: "/desk" });
    await page.getByTestId("field-area").fill("qqqqqqqq");
    assert.equal(await isExpanded(page, "field-area"), "false");
    await page.keyboard.press("Escape");
    await until("the field is left", () => page.evaluate(() => document.activeElement === document.body));
  });

  await story.test("the answer “?” has a name for who cannot see it", async (part) => {
    await writeFire(part, page);
    await page.getByRole("button", { name: "Tidak tahu" }).first().waitFor();
  });
});
