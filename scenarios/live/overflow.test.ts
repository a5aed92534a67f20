import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "@siaga/media/instrument";
import { openBrowser } from "./browser.ts";
import { signIn } from "./desk.ts";
import { finishWrapUp, ledgerOf, openScene, patience, settledLedger, stepsOf, type Scene } from "./evidence.ts";
import { type CalledParty, configured, openCalledParty } from "./peers/called-party.ts";
import { openSeat, type Seat } from "./peers/seat.ts";

const neighbourNumber = "+62254200112";
const markedNumber = "+6281398702290";
const callerTone = 1_000;
const elsewhereTone = 1_600;

/** Times of the policy, shortened alike (ms): 4 s → 2 s, 12 s → 6 s, 20 s → 10 s. */
const policy = { ringingLimit: 2_000, offerLapse: 6_000, answerLimit: 10_000 };

type Evening = Scene & { readonly outside: CalledParty };

test("when the room does not answer, others do, and nobody is lost", async (story) => {
  const outside = await openCalledParty();
  story.after(() => outside.close());
  const configuration = {
    sip: { trunks: [outside.trunk] },
    fallback: [{ name: "tetangga", number: neighbourNumber }],
    policy,
  };
  const scene = await openScene(story, { env: { SIAGA_CONFIG: configured(story, configuration) } });
  const evening: Evening = { ...scene, outside };
  const step = stepsOf(story);

  await step("nobody is signed in: the caller is told, an alarm sounds and the neighbours answer", () =>
    nobodySignedIn(evening),
  );
  const desk = await openSeat(scene.instance, "meja-1", 700);
  scene.onEnd(() => desk.close());
  await takeSeat(desk, "ani");
  await step("calls of a marked number and to the test line work and never count", () => tests(evening, desk));
  await step("a caller who gave up is called back with one key", () => calledBack(evening, desk));
  await step("a desk rings in vain: the supervisor's rings too, and the call keeps its place", () =>
    ringsInVain(evening, desk),
  );
});

async function takeSeat(seat: Seat, username: string): Promise<void> {
  await seat.signIn(username);
  await seat.connect();
  await seat.ready();
  await until(`${seat.desk} is available`, async () => (await seat.state()) === "available", patience);
}

async function nobodySignedIn({ instance, telephones, outside, onEnd }: Evening): Promise<void> {
  const supervisor = await openBrowser(null);
  onEnd(() => supervisor.close());
  await signIn(instance, supervisor, "dedi");

  const caller = await telephones.dial({ number: "+6281218004417", tone: callerTone });
  await caller.ringing();
  await caller.answered();
  await caller.hearsSound();
  await supervisor.page.getByTestId("alarm-nobody-signed-in").waitFor({ timeout: patience });

  const neighbour = await outside.rung(neighbourNumber);
  await neighbour.answer(elsewhereTone);
  await neighbour.hearsSoon(callerTone);
  await caller.hearsSoon(elsewhereTone);

  await neighbour.hangUp();
  await caller.ended();
  await settledLedger(instance, { answered_elsewhere: 1 });
  await supervisor.close();
}

async function tests({ instance, telephones }: Evening, desk: Seat): Promise<void> {
  const before = await ledgerOf(instance);
  await markAsTest(instance.console, markedNumber);
  for (const dialled of [{ number: markedNumber }, { number: "+6281218004417", line: "1129" }]) {
    const caller = await telephones.dial({ ...dialled, tone: callerTone });
    await desk.answer();
    await desk.talksWith(caller);
    await desk.release();
    await caller.ended();
    await finishWrapUp(desk);
  }
  assert.deepEqual(await ledgerOf(instance), before);
}

async function calledBack({ instance, telephones, outside }: Evening, desk: Seat): Promise<void> {
  const hasty = await telephones.dial({ number: "+6281234567801", tone: callerTone });
  await hasty.ringing();
  await until(`${desk.desk} rings`, async () => (await desk.state()) === "ringing", patience);
  await hasty.hangUp();
  const row = desk.page.getByTestId("callbacks").getByText("7801");
  await row.waitFor({ timeout: patience });

  await desk.page.keyboard.press("b");
  const called = await outside.rung("+6281234567801");
  assert.equal(called.shown, "112");
  await called.answer(elsewhereTone);
  await called.hearsSoon(desk.tone);
  await until("the person called back is heard", () => desk.hears(elsewhereTone), patience);

  await called.hangUp();
  await row.waitFor({ state: "detached", timeout: patience });
  await settledLedger(instance, { answered_elsewhere: 1, abandoned_ringing: 1 });
}

async function ringsInVain({ instance, telephones, outside, onEnd }: Evening, desk: Seat): Promise<void> {
  const supervisor = await openSeat(instance, "penyelia", 500);
  onEnd(() => supervisor.close());
  await takeSeat(supervisor, "dedi");

  const first = await telephones.dial({ number: "+6281234567811", tone: callerTone });
  await until(`${desk.desk} rings`, async () => (await desk.state()) === "ringing", patience);
  const second = await telephones.dial({ number: "+6281234567822", tone: 1_300 });
  assert.equal(await supervisor.state(), "available");

  await until("the supervisor's desk rings", async () => (await supervisor.state()) === "ringing", patience);
  await outside.rung(neighbourNumber);
  assert.match(await supervisor.page.getByTestId("call-bar").innerText(), /7811/);
  await until("the alarm on the supervisor's screen", () => supervisor.sounds("call-unanswered"), patience);
  await supervisor.answer();
  await supervisor.talksWith(first);

  await until(
    "the second call rings in its turn",
    async () => (await desk.page.getByTestId("call-bar").innerText()).includes("7822"),
    patience,
  );
  await desk.answer();
  await desk.talksWith(second);
  await until("the neighbours ring no longer", () => outside.ringing(neighbourNumber) === undefined, patience);

  await first.hangUp();
  await second.hangUp();
  await settledLedger(instance, { answered: 2, answered_elsewhere: 1, abandoned_ringing: 1 });
}

/** The admin marks a number *uji* as the console does. */
async function markAsTest(console: string, number: string): Promise<void> {
  const headers = { "content-type": "application/json", origin: console };
  const post = (path: string, body: object, cookie = ""): Promise<Response> =>
    fetch(`${console}${path}`, { method: "POST", headers: { ...headers, cookie }, body: JSON.stringify(body) });
  const session = await post("/api/session", { username: "admin", password: "siaga112" });
  const cookies = session.headers.getSetCookie().map((each) => each.split(";")[0]);
  const marked = await post("/api/test-numbers", { number }, cookies.join("; "));
  assert.ok(marked.ok, await marked.text());
}
