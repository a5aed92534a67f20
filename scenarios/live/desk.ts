import type { Page } from "playwright-core";
import type { Instance } from "./instance.ts";
import { hearing, openBrowser, type PersonsBrowser } from "./browser.ts";

/** A call taker at a desk: a real browser driven by keys and pointer alone. */
export type DeskPerson = {
  readonly page: Page;
  readonly desk: string;
  /** What the desk says into its microphone (Hz). */
  readonly tone: number;
  hears(...frequencies: number[]): Promise<number[]>;
  rings(): Promise<void>;
  answer(): Promise<void>;
  /** Holds the caller, or takes the caller back: F8, pressed when it no longer means the answer. */
  holdOrResume(): Promise<void>;
  hangUp(): Promise<void>;
  close(): Promise<void>;
};

/** ms after the answer in which the desk takes a second F8 for a nervous answer, and a little more. */
export const answerWindow = 1_200;
const patient = { timeout: 30_000 };

/** Signs in, takes the desk, checks the headset and presses *Siap*. */
export async function sitDown(instance: Instance, username: string, desk: string, tone: number): Promise<DeskPerson> {
  const browser = await openBrowser(tone);
  await signIn(instance, browser, username);
  return takeSeat(browser, desk, tone);
}

/** Signed in already: takes the desk, checks the headset and presses *Siap*. */
export async function takeSeat(browser: PersonsBrowser, desk: string, tone: number): Promise<DeskPerson> {
  const { page } = browser;
  await page.getByTestId(`take-${desk}`).click(patient);
  await page.getByTestId("headset-check").waitFor(patient);
  await page.getByTestId("headset-check").getByTestId("ready").click(patient);
  await page.getByTestId("call-bar").waitFor(patient);
  return person(browser, desk, tone);
}

/** Fills the sign-in form as a person does. */
export async function signIn(
  instance: Instance,
  { page }: PersonsBrowser,
  username: string,
  password = "siaga112",
): Promise<void> {
  await page.goto(instance.console);
  await page
    .getByLabel("Nama pengguna")
    .or(page.locator("input[autocomplete=username]"))
    .first()
    .fill(username, patient);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.getByTestId("sign-in").click();
  await page.getByTestId("sign-in").waitFor({ state: "detached", ...patient });
}

function person(browser: PersonsBrowser, desk: string, tone: number): DeskPerson {
  const { page } = browser;
  return {
    page,
    desk,
    tone,
    hears: (...frequencies) => hearing(page, frequencies),
    rings: () => page.getByTestId("answer").waitFor(patient),
    answer: async () => {
      await page.getByTestId("answer").waitFor(patient);
      await page.keyboard.press("F8");
      await page.getByTestId("end").waitFor(patient);
    },
    holdOrResume: async () => {
      await page.waitForTimeout(answerWindow);
      await page.keyboard.press("F8");
    },
    hangUp: async () => {
      await page.keyboard.press("F9");
      await page.keyboard.press("F9");
      await page.getByTestId("end").waitFor({ state: "detached", ...patient });
    },
    close: () => browser.close(),
  };
}
