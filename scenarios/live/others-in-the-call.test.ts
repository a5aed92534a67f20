import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { level, readWav, until } from "@siaga/media/instrument";
import type { DeskPerson } from "./desk.ts";
import { finishWrapUp, houseOf, openScene, patience, type Scene, settledLedger } from "./evidence.ts";
import { type CalledParty, configured, openCalledParty, type RungTelephone } from "./peers/called-party.ts";
import { audible, type Telephone } from "./telephone.ts";

const damkarNumber = "+622540000001";
const dinkesNumber = "+622540000003";
/** Everybody's own voice (Hz). */
const tones = { desk: 700, caller: 1_000, damkar: 1_600, dinkes: 2_200 } as const;
type Voice = keyof typeof tones;
/** Shortened from 25 s and 60 s (ms). */
const policy = { partyLimit: 5_000, holdLimit: 6_000 };

type Room = Scene & { readonly outside: CalledParty; readonly desk: DeskPerson };

test("an operator brings others into a call, leaves them together, and nobody hears what is not for them", async (story) => {
  const outside = await openCalledParty();
  story.after(() => outside.close());
  const configuration = { sip: { trunks: [outside.trunk] }, policy };
  const scene = await openScene(story, { env: { SIAGA_CONFIG: configured(story, configuration) } });
  const room: Room = { ...scene, outside, desk: await scene.sitDown("ani", "meja-1", tones.desk) };
  const { step } = scene;

  await step("consulting, alternating, all together, leaving and coming back", () => consult(room));
  await step("the recording of the call holds everybody, to the end", () => recorded(room));
  await step("who is busy or does not answer gives the caller back to the same operator, in words", () => fails(room));
  await step("a caller held for long rings back at the operator", () => heldLong(room));
  await step("three at once, one let go, and the caller is with the operator as before", () => threeAtOnce(room));
  await step("the centre is killed in the middle of a transfer: they speak all the same, and it is counted", () =>
    withoutCentre(room),
  );
});

async function answered({ telephones, desk }: Room, number: string): Promise<Telephone> {
  const caller = await telephones.dial({ number, tone: tones.caller });
  await desk.answer();
  await desk.page.getByTestId("call-party").waitFor({ timeout: patience });
  return caller;
}

/** Keyboard alone: F10, the beginning of a name, and the key that says how. */
async function call({ desk }: Room, name: string, key: "Enter" | "Shift+Enter" | "F10"): Promise<void> {
  const { page } = desk;
  await page.keyboard.press("F10");
  await page.getByTestId("directory-field").waitFor({ timeout: patience });
  await page.keyboard.type(name);
  await page.getByTestId("directory").locator("css=input").waitFor({ timeout: patience });
  await picture(desk, "directory");
  await page.keyboard.press(key);
}

type Ears = { readonly desk?: DeskPerson; readonly caller?: Telephone } & Partial<
  Record<"damkar" | "dinkes", RungTelephone>
>;

/** Each of those named hears exactly the voices listed and no other; measured by frequency at every ear. */
async function hearing(ears: Ears, expected: Partial<Record<Voice, readonly Voice[]>>): Promise<void> {
  for (const [who, voices] of Object.entries(expected) as [Voice, readonly Voice[]][]) {
    const others = (Object.keys(tones) as Voice[]).filter((voice) => voice !== who);
    let last: readonly string[] = [];
    const asExpected = async (): Promise<boolean> => {
      const levels = await heardBy(ears, who, others);
      last = others.map((voice, index) => `${voice} ${levels[index]!.toFixed(2)}`);
      return others.every((voice, index) => levels[index]! > 1 === voices.includes(voice));
    };
    await until(`${who} hears ${voices.join(" and ") || "nobody"}`, asExpected, patience).catch(() =>
      assert.fail(`${who} should hear [${voices.join()}] and hears [${last.join()}], 1 being heard`),
    );
  }
}

/** Above 1: heard. */
async function heardBy(ears: Ears, who: Voice, voices: readonly Voice[]): Promise<number[]> {
  const frequencies = voices.map((voice) => tones[voice]);
  if (who === "desk") return (await ears.desk!.hears(...frequencies)).map((strength) => strength / 0.05);
  return ears[who]!.hears(frequencies).map((strength) => strength / audible);
}

async function consult(room: Room): Promise<void> {
  const { outside, desk } = room;
  const caller = await answered(room, "+6281218004417");
  await hearing({ desk, caller }, { desk: ["caller"], caller: ["desk"] });

  await call(room, "dam", "Enter");
  const damkar = await outside.rung(damkarNumber);
  await caller.hearsSound();
  await until("ringing at the desk", async () => ((await desk.hears(425))[0] ?? 0) > 0.02, patience);
  assert.equal(damkar.shown, "112");
  await damkar.answer(tones.damkar);
  const ears = { desk, caller, damkar };
  await hearing(ears, { desk: ["damkar"], damkar: ["desk"], caller: [] });

  await picture(desk, "consult");
  await desk.page.keyboard.press("F8");
  await hearing(ears, { desk: ["caller"], caller: ["desk"], damkar: [] });
  await desk.page.keyboard.press("t");
  await hearing(ears, { desk: ["caller", "damkar"], caller: ["desk", "damkar"], damkar: ["caller", "desk"] });

  await desk.page.keyboard.press("F10");
  await desk.page.getByTestId("left-together").waitFor({ timeout: patience });
  await hearing(ears, { caller: ["damkar"], damkar: ["caller"], desk: [] });
  await picture(desk, "left");
  await desk.page.keyboard.press("r");
  await hearing(ears, { desk: ["caller", "damkar"], caller: ["desk", "damkar"], damkar: ["caller", "desk"] });
  await desk.page.keyboard.press("F10");
  await hearing(ears, { caller: ["damkar"], damkar: ["caller"], desk: [] });
  await finishWrapUp(desk);

  await damkar.hangUp();
  await caller.ended();
  await settledLedger(room.instance, { answered: 1 });
}

/** Left is the caller, right what the caller heard; agency and operator are both there, also after the operator left. */
async function recorded({ instance }: Room): Promise<void> {
  const files = await until("two recordings", () => recordingsOf(instance.dataDir), patience);
  const heard = files.map((file) => {
    const { channels, rate } = readWav(readFileSync(file));
    const [left, right] = channels;
    const last = right!.subarray(right!.length - 2 * rate, right!.length - rate);
    return {
      says: level(left!, tones.caller) > audible,
      hearsDesk: anywhere(right!, rate, tones.desk),
      hearsDamkar: anywhere(right!, rate, tones.damkar),
      damkarLast: level(last, tones.damkar) > audible,
    };
  });
  const whole = { says: true, hearsDesk: true, hearsDamkar: true, damkarLast: true };
  assert.ok(
    heard.some((one) => JSON.stringify(one) === JSON.stringify(whole)),
    JSON.stringify(heard),
  );
}

const anywhere = (samples: Int16Array, rate: number, tone: number): boolean => {
  for (let at = 0; at + rate / 2 < samples.length; at += rate / 2)
    if (level(samples.subarray(at, at + rate / 2), tone) > audible) return true;
  return false;
};

function recordingsOf(dataDir: string): string[] | null {
  const files = globSync(join(dataDir, "recordings", "*", "*.wav"));
  return files.length >= 2 ? files : null;
}

async function fails(room: Room): Promise<void> {
  const { outside, desk, instance } = room;
  const caller = await answered(room, "+6281218004418");
  await call(room, "damkar", "Enter");
  (await outside.rung(damkarNumber)).isBusy();
  await desk.page.getByTestId("party-left").waitFor({ timeout: patience });
  assert.match(await desk.page.getByTestId("party-left").innerText(), /Damkar sibuk\. Penelepon kembali ke Anda/);
  await hearing({ desk, caller }, { desk: ["caller"], caller: ["desk"] });
  await picture(desk, "busy");

  await call(room, "damkar", "F10");
  const damkar = await outside.rung(damkarNumber);
  await caller.hearsSound();
  await hearing({ desk, caller }, { desk: [] });
  await damkar.over();
  await desk.page.getByTestId("party-left").filter({ hasText: "tidak menjawab" }).waitFor({ timeout: patience });
  await hearing({ desk, caller }, { desk: ["caller"], caller: ["desk"] });
  await desk.hangUp();
  await caller.ended();
  await finishWrapUp(desk);
  await settledLedger(instance, { answered: 2 });
}

async function heldLong(room: Room): Promise<void> {
  const { desk } = room;
  const caller = await answered(room, "+6281218004419");
  await desk.holdOrResume();
  await caller.hearsSound();
  await desk.page.getByTestId("hold-reminder").waitFor({ timeout: patience });
  await desk.page.keyboard.press("F8");
  await hearing({ desk, caller }, { desk: ["caller"], caller: ["desk"] });
  await caller.hangUp();
  await finishWrapUp(desk);
}

async function threeAtOnce(room: Room): Promise<void> {
  const { outside, desk } = room;
  const caller = await answered(room, "+6281218004420");
  await call(room, "dinkes", "Shift+Enter");
  const dinkes = await outside.rung(dinkesNumber);
  await hearing({ desk, caller }, { caller: ["desk"] });
  await dinkes.answer(tones.dinkes);
  const ears = { desk, caller, dinkes };
  await hearing(ears, { desk: ["caller", "dinkes"], caller: ["desk", "dinkes"], dinkes: ["caller", "desk"] });
  await desk.page.keyboard.press("l");
  await dinkes.over();
  await hearing({ desk, caller }, { desk: ["caller"], caller: ["desk"] });
  await caller.hangUp();
  await finishWrapUp(desk);
  await settledLedger(room.instance, { answered: 4 });
}

async function withoutCentre(room: Room): Promise<void> {
  const { outside, desk, instance, onEnd } = room;
  const caller = await answered(room, "+6281218004421");
  await call(room, "damkar", "Enter");
  const damkar = await outside.rung(damkarNumber);
  await damkar.answer(tones.damkar);
  const ears = { desk, caller, damkar };
  await hearing(ears, { desk: ["damkar"], damkar: ["desk"], caller: [] });
  const house = houseOf(instance);
  process.kill(house, "SIGSTOP");
  onEnd(() => process.kill(house, "SIGCONT"));
  process.kill(instance.pidOf("centre"), "SIGKILL");
  await desk.page.getByTestId("fail-open").waitFor({ timeout: patience });
  await hearing(ears, { desk: ["damkar"], damkar: ["desk"], caller: [] });

  await desk.page.keyboard.press("F10");
  await hearing(ears, { caller: ["damkar"], damkar: ["caller"], desk: [] });
  process.kill(house, "SIGCONT");
  await desk.page.getByTestId("fail-open").waitFor({ state: "detached", timeout: 2 * patience });
  await hearing(ears, { caller: ["damkar"], damkar: ["caller"], desk: [] });
  await caller.hangUp();
  await damkar.over();
  await settledLedger(instance, { answered: 5 });
}

/** Where a person asks for pictures: `SIAGA_PICTURES=<folder>`. */
async function picture({ page }: DeskPerson, name: string): Promise<void> {
  const folder = process.env["SIAGA_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
