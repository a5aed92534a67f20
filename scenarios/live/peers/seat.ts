import type { Classification, OperatorState } from "@siaga/core";
import { until } from "@siaga/media/instrument";
import type { Page } from "playwright-core";
import { hearing, openBrowser } from "../browser.ts";
import { answerWindow, signIn } from "../desk.ts";
import { patience } from "../evidence.ts";
import type { Instance } from "../instance.ts";
import type { Telephone } from "../telephone.ts";

/** One desk's computer through several shifts: whoever sits there does each thing by key or pointer alone. */
export type Seat = {
  readonly page: Page;
  readonly desk: string;
  readonly tone: number;
  signIn(username: string): Promise<void>;
  connect(): Promise<void>;
  ready(): Promise<void>;
  vanish(): Promise<void>;
  answer(): Promise<void>;
  decline(): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  release(): Promise<void>;
  /** Calls an agency beside the call: F10, the beginning of its name, Enter. */
  consult(agency: string): Promise<void>;
  /** Leaves caller and agency together. */
  leave(): Promise<void>;
  classify(classification: Classification): Promise<void>;
  /** What the call bar says; null when nobody sits here. */
  state(): Promise<OperatorState | null>;
  hears(frequency: number): Promise<boolean>;
  /** Waits until each hears the other's tone. */
  talksWith(caller: Telephone): Promise<void>;
  sounds(alarm: string): Promise<boolean>;
  /** Leaves the desk to the next shift. */
  signOut(): Promise<void>;
  close(): Promise<void>;
};

const patient = { timeout: patience };

/** Keys of the classifications a story may choose (F-keys, as the console's legend shows them). */
const classKeys: Readonly<Partial<Record<Classification, string>>> = {
  emergency: "F1",
  "non-emergency": "F2",
  information: "F3",
  silent: "F4",
  disconnected: "F6",
  misdial: "F7",
};

export async function openSeat(instance: Instance, desk: string, tone: number): Promise<Seat> {
  const browser = await openBrowser(tone);
  const { page } = browser;
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const shows = (testId: string): Promise<void> => page.getByTestId(testId).first().waitFor(patient);
  return {
    page,
    desk,
    tone,
    async signIn(username) {
      await signIn(instance, browser, username);
      await page.getByTestId("nav-desk").click(patient);
      await page.getByTestId(`take-${desk}`).click(patient);
    },
    connect: () => page.locator('[data-testid="link-audio"][data-up="true"]').waitFor(patient),
    ready: () => page.getByTestId("ready").first().click(patient),
    vanish: async () => void (await page.goto("about:blank")),
    async answer() {
      await shows("answer");
      await press("F8");
      await shows("end");
    },
    decline: () => page.getByTestId("decline").click(patient),
    async hold() {
      await shows("hold");
      await page.waitForTimeout(answerWindow);
      await press("F8");
      await shows("resume");
    },
    async resume() {
      await press("F8");
      await shows("hold");
    },
    async release() {
      await press("F9");
      await press("F9");
      await page.getByTestId("end").waitFor({ state: "detached", ...patient });
    },
    async consult(agency) {
      await shows("call-party");
      await press("F10");
      await shows("directory-field");
      await page.keyboard.type(agency);
      await press("Enter");
      await shows("parties");
    },
    async leave() {
      await page.locator('[data-testid="party"][data-state="talking"]').waitFor(patient);
      await press("F10");
      await shows("left-together");
    },
    async classify(classification) {
      const key = classKeys[classification];
      if (key === undefined) throw new Error(`no single key says ${classification}`);
      await press(key);
    },
    state: () => standing(page),
    hears: (frequency) => hears(page, frequency),
    async talksWith(caller) {
      await caller.hearsSoon(tone);
      await until(`${caller.tone} Hz at ${desk}`, () => hears(page, caller.tone), patience);
    },
    sounds: async (alarm) => (await page.getByTestId(`alarm-${alarm}`).count()) > 0,
    async signOut() {
      await page.getByTestId("menu").click(patient);
      await page.getByTestId("sign-out").click(patient);
      await until("the sign-in form", () => page.locator("input[autocomplete=current-password]").isVisible(), patience);
    },
    close: () => browser.close(),
  };
}

const hears = async (page: Page, frequency: number): Promise<boolean> =>
  ((await hearing(page, [frequency]))[0] ?? 0) > 0.05;

/** On the bar a held caller has a colour of their own; the operator is on call all the same. */
async function standing(page: Page): Promise<OperatorState | null> {
  const bar = page.getByTestId("call-bar");
  if ((await bar.count()) === 0) return null;
  const shown = await bar.getAttribute("data-state", patient);
  return shown === "held" ? "on-call" : (shown as OperatorState | null);
}
