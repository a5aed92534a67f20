import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { callList } from "@siaga/contracts/http";
import { longestTone, readWav, until } from "@siaga/media/instrument";
import { openBrowser, type PersonsBrowser } from "./browser.ts";
import { type DeskPerson, signIn, sitDown } from "./desk.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";
import { audible, type Exchange, openTelephones, type Telephone } from "./telephone.ts";

/** Everything on stage while the path is played; filled by the steps in order. */
export type Stage = {
  readonly options: InstanceOptions;
  /** Where pictures go; null keeps none. */
  readonly pictures: string | null;
  instance?: Instance;
  desk?: DeskPerson;
  agency?: PersonsBrowser;
  telephones?: Exchange;
  caller?: Telephone;
};

/** One step a person can follow, with what must be true after it. */
export type PathStep = { readonly name: string; readonly run: (stage: Stage) => Promise<void> };

const callerTone = 1_000;
const deskTone = 700;
/** What the agency presses, and what everybody sees then. */
const agencySteps = [
  ["acknowledge", "acknowledged"],
  ["en-route", "en-route"],
  ["on-scene", "on-scene"],
  ["clear", "cleared"],
] as const;
const shortly = { timeout: 20_000 };

function on<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("an earlier step did not bring this part on stage");
  return part;
}

async function picture(stage: Stage, page: DeskPerson["page"], name: string): Promise<void> {
  if (stage.pictures !== null) await page.screenshot({ path: join(stage.pictures, `${name}.png`) });
}

/** Call arrives → answered → incident → agency acknowledges → everything reconciles. */
export const wholePath: readonly PathStep[] = [
  {
    name: "the centre starts from a clean data folder",
    run: async (stage) => {
      stage.instance = await startInstance(stage.options);
      stage.telephones = await openTelephones(stage.instance);
    },
  },
  {
    name: "a call taker signs in, checks the headset and is ready",
    run: async (stage) => void (stage.desk = await sitDown(on(stage.instance), "ani", "meja-1", deskTone)),
  },
  {
    name: "the fire brigade's desk signs in",
    run: async (stage) => {
      stage.agency = await openBrowser(null);
      await signIn(on(stage.instance), stage.agency, "damkar");
    },
  },
  {
    name: "a citizen dials 112, hears ringing, and the desk rings with the number and the line",
    run: async (stage) => {
      stage.caller = await on(stage.telephones).dial({ number: "+6281218004417", tone: callerTone });
      await on(stage.caller).ringing();
      const desk = on(stage.desk);
      await desk.rings();
      const bar = await desk.page.getByTestId("call-bar").innerText();
      assert.match(bar, /4417/);
      assert.match(bar, /112/);
      assert.doesNotMatch(bar, /81218004417/);
      await picture(stage, desk.page, "desk-ringing");
    },
  },
  {
    name: "F8 answers, and both hear one another",
    run: async (stage) => {
      const desk = on(stage.desk);
      const caller = on(stage.caller);
      await desk.answer();
      await caller.answered();
      await caller.hearsSoon(deskTone);
      await until("the caller's tone at the desk", async () => ((await desk.hears(callerTone))[0] ?? 0) > 0.05, 20_000);
    },
  },
  {
    name: "digits the caller presses are seen at the desk",
    run: async (stage) => {
      await on(stage.caller).press("5");
      const facts = on(stage.desk).page.getByTestId("caller-facts");
      await until("the digit 5 among the caller's facts", async () =>
        /Angka ditekan\s+5/.test(await facts.innerText()),
      );
    },
  },
  {
    name: "hold: the caller hears the prompt and not the desk; resume: both hear one another again",
    run: async (stage) => {
      const desk = on(stage.desk);
      const caller = on(stage.caller);
      await desk.holdOrResume();
      await until("no desk tone at the held caller", () => (caller.hears([deskTone])[0] ?? 0) < audible / 4, 20_000);
      await desk.holdOrResume();
      await caller.hearsSoon(deskTone);
    },
  },
  {
    name: "where, what and whom: the form finds a misspelt kelurahan and proposes the type",
    run: async (stage) => {
      const { page } = on(stage.desk);
      await page.getByTestId("field-area").click();
      await page.keyboard.type("banjarsri");
      await page
        .getByTestId("area-36.73.05.1005")
        .or(page.locator('[data-testid^="area-"]').first())
        .first()
        .click(shortly);
      await page.getByTestId("field-landmark").fill("belakang minimarket dekat gapura biru");
      await page.getByTestId("field-narrative").fill("Api dari dapur, sudah sampai plafon. Asap tebal.");
      await page.getByTestId("take-proposal").click(shortly);
      await page.keyboard.press("F1");
      await picture(stage, page, "desk-on-call");
    },
  },
  {
    name: "Ctrl+Enter opens the incident and sends it to the proposed agencies",
    run: async (stage) => {
      const { page } = on(stage.desk);
      await page.keyboard.press("Control+Enter");
      await page.locator('[data-agency="damkar"]').first().waitFor(shortly);
      await on(stage.agency).page.locator('[data-testid^="dispatch-"]').first().waitFor(shortly);
    },
  },
  {
    name: "the fire brigade acknowledges, goes, arrives and clears; the room sees each step live",
    run: async (stage) => {
      const { page } = on(stage.agency);
      await picture(stage, page, "agency");
      const atTheDesk = on(stage.desk).page.locator('[data-agency="damkar"]').first();
      for (const [step, state] of agencySteps) {
        await page.getByTestId(`step-${step}`).first().click(shortly);
        await until(
          `${state} on the call taker's screen`,
          async () => (await atTheDesk.getAttribute("data-state")) === state,
        );
      }
    },
  },
  {
    name: "F9 twice ends the call, and the desk takes the next one",
    run: async (stage) => {
      await on(stage.desk).hangUp();
      await on(stage.caller).ended();
      await on(stage.caller).hangUp();
    },
  },
  {
    name: "a second citizen hangs up while ringing: the call is listed for a call-back",
    run: async (stage) => {
      const hasty = await on(stage.telephones).dial({ number: "+6281398702290", tone: callerTone });
      await hasty.ringing();
      await hasty.hangUp();
      await on(stage.desk).page.getByTestId("callbacks").getByText("2290").first().waitFor(shortly);
    },
  },
  {
    name: "the recording holds both voices, is private, and its hash verifies",
    run: async (stage) => checkRecording(on(stage.instance)),
  },
  {
    name: "the ledger reconciles: incoming = outcomes + open",
    run: async (stage) => {
      const ledger = JSON.parse(await on(stage.instance).siaga("ledger", "--json")) as {
        incoming: number;
        open: number;
        outcomes: Record<string, number>;
      };
      const settled = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0);
      assert.equal(ledger.incoming, settled + ledger.open);
      assert.equal(ledger.incoming, 2);
      assert.equal(ledger.outcomes["answered"], 1);
      assert.equal(ledger.outcomes["abandoned_ringing"], 1);
    },
  },
  {
    name: "the supervisor's floor shows the same figures",
    run: async (stage) => {
      const supervisor = await openBrowser(null);
      await signIn(on(stage.instance), supervisor, "dedi");
      await supervisor.page.getByTestId("nav-floor").click(shortly);
      const incoming = supervisor.page.getByTestId("figure-incoming");
      await until("two incoming calls on the floor", async () => /\b2\b/.test(await incoming.innerText()));
      await picture(stage, supervisor.page, "floor");
      await supervisor.close();
    },
  },
  {
    name: "the log's chain verifies from the first event to the last",
    run: async (stage) => assert.match(await on(stage.instance).siaga("audit", "verify"), /chain intact/),
  },
];

/** Left channel: the caller. Right channel: what the caller heard. The log keeps the hash of exactly this file. */
async function checkRecording(instance: Instance): Promise<void> {
  const kept = await until("the recording's hash in the call list", () => firstRecording(instance));
  const folder = join(instance.dataDir, "recordings");
  const file = readdirSync(folder, { recursive: true })
    .map(String)
    .find((name) => name.endsWith(".wav"));
  const path = join(folder, file ?? "");
  const sound = readFileSync(path);
  assert.equal(createHash("sha256").update(sound).digest("hex"), kept);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const { channels } = readWav(sound);
  const [left, right] = [channels[0] ?? new Int16Array(), channels[1] ?? new Int16Array()];
  assert.ok(longestTone(left, callerTone, audible) >= 2, "the caller's tone is on the left");
  assert.ok(longestTone(right, deskTone, audible) >= 1, "the desk's tone is on the right");
  assert.ok(
    longestTone(right, callerTone, audible) < 1 && longestTone(left, deskTone, audible) < 1,
    "neither is on the other's side",
  );
}

async function firstRecording(instance: Instance): Promise<string | undefined> {
  const session = await fetch(`${instance.console}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: instance.console },
    body: JSON.stringify({ username: "dedi", password: "siaga112" }),
  });
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const list = await fetch(`${instance.console}/api/calls`, { headers: { cookie } });
  return callList.parse(await list.json()).calls.find(({ recording }) => recording !== null)?.recording?.sha256;
}

/** Clears the stage whatever happened. */
export async function clearStage(stage: Stage): Promise<void> {
  await stage.telephones?.close().catch(() => {});
  await stage.desk?.close();
  await stage.agency?.close();
  await stage.instance?.stop();
}
