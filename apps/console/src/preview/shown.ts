/** One screen of the preview in a browser, for tests that read it and press its keys. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Me } from "@siaga/contracts/http";
import type { Page } from "playwright-core";
import type { Scene } from "./room.ts";
import { openPreview, type Preview } from "./serve.ts";

export const sari: Me = {
  operator: "sari",
  name: "Sari W.",
  role: "call-taker",
  agency: null,
  language: "id",
  desk: "meja-2",
  deskName: "Meja 2",
  mayTakeCalls: true,
  mayUnmask: true,
};
export const hadi: Me = {
  ...sari,
  operator: "hadi",
  name: "Hadi P.",
  role: "supervisor",
  desk: null,
  deskName: null,
};

export type Screen = { readonly page: Page; readonly preview: Preview; said(): readonly string[] };
export type Shown = { readonly scene: Scene; readonly path: string; readonly me?: Me };

/** One screen of a room that stands still in one moment; what it commands is kept. */
export async function show(story: TestContext, page: Page, { scene, path, me = sari }: Shown): Promise<Screen> {
  const preview = await openPreview({ scene, me });
  story.after(preview.close);
  await page.goto(preview.url + path);
  const said = (): readonly string[] =>
    preview.heard
      .filter(({ said: line }) => !line.endsWith("/api/desk"))
      .map((one) => `${one.said} ${one.body}`.trim());
  return { page, preview, said };
}

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`never: ${what}`);
}
export const heard = (screen: Screen, line: string): Promise<void> =>
  until(`${line}; said ${screen.said().join(" | ")}`, () => screen.said().includes(line));
export const wordsOf = (page: Page, testId: string): Promise<string> => page.getByTestId(testId).innerText();
/** The call bar says this state. */
export const barIs = (page: Page, state: string): Promise<void> =>
  page.locator(`[data-testid="call-bar"][data-state="${state}"]`).waitFor();
/** The desk hears the exchange. */
export const linked = (page: Page): Promise<void> =>
  page.locator('[data-testid="link-exchange"][data-up="true"]').waitFor();
