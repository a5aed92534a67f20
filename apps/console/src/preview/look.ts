/** Takes pictures of every screen: `node apps/console/src/preview/look.ts <folder> [name…]`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Me } from "@siaga/contracts/http";
import { type Browser, chromium } from "playwright-core";
import type { Scene } from "./room.ts";
import { openPreview } from "./serve.ts";

const sari: Me = {
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
const without: Me = { ...sari, desk: null, deskName: null };
type Look = {
  readonly name: string;
  readonly me: Me | null;
  readonly scene: Scene;
  readonly path: string;
  readonly form?: boolean;
  readonly check?: boolean;
  /** A button pressed before the picture. */
  readonly press?: string;
};
const looks: readonly Look[] = [
  { name: "sign-in", me: null, scene: "idle", path: "/" },
  { name: "shift", me: without, scene: "idle", path: "/desk" },
  { name: "headset", me: sari, scene: "not-ready", path: "/desk", check: true },
  { name: "idle", me: sari, scene: "idle", path: "/desk" },
  { name: "busy", me: sari, scene: "busy", path: "/desk" },
  { name: "ringing", me: sari, scene: "ringing", path: "/desk" },
  { name: "on-call", me: sari, scene: "on-call", path: "/desk", form: true },
  { name: "flood", me: sari, scene: "flood", path: "/desk" },
  { name: "bulletin", me: sari, scene: "bulletin", path: "/desk" },
  { name: "alone", me: sari, scene: "alone", path: "/desk" },
  { name: "asked-to-park", me: sari, scene: "asked-to-park", path: "/desk", form: true },
  { name: "unheard", me: sari, scene: "unheard", path: "/desk" },
  { name: "listening", me: sari, scene: "listening", path: "/desk" },
  { name: "wrap-up", me: sari, scene: "wrap-up", path: "/desk", form: true },
  { name: "incidents", me: sari, scene: "idle", path: "/incidents" },
  { name: "floor", me: { ...without, role: "supervisor" }, scene: "busy", path: "/floor" },
  { name: "floor-flood", me: { ...without, role: "supervisor" }, scene: "flood", path: "/floor" },
  { name: "wall", me: { ...without, role: "supervisor" }, scene: "flood", path: "/wall" },
  { name: "policy", me: { ...without, role: "supervisor" }, scene: "idle", path: "/policy" },
  { name: "policy-tried", me: { ...without, role: "supervisor" }, scene: "idle", path: "/policy", press: "policy-try" },
  { name: "planner", me: { ...without, role: "supervisor" }, scene: "idle", path: "/planner" },
  { name: "planned", me: { ...without, role: "supervisor" }, scene: "idle", path: "/planner", press: "plan-start" },
  {
    name: "agency",
    me: { ...without, role: "agency", agency: "damkar", name: "Piket Damkar" },
    scene: "idle",
    path: "/agency",
  },
  { name: "admin", me: { ...without, role: "admin" }, scene: "idle", path: "/admin" },
];

async function take(
  browser: Browser,
  folder: string,
  look: Look,
  theme: "day" | "night",
  height: number,
): Promise<void> {
  const preview = await openPreview(look);
  const context = await browser.newContext({ viewport: { width: 1366, height }, permissions: ["microphone"] });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(look.name, error.message));
  await page.addInitScript(
    ({ theme: chosen, checked }) => {
      localStorage.setItem("siaga.theme", chosen);
      if (checked) sessionStorage.setItem("siaga.headset", "meja-2");
    },
    { theme, checked: look.check !== true },
  );
  await page.goto(preview.url + look.path);
  await page.waitForTimeout(1_200);
  if (look.form === true) {
    await page.getByTestId("field-area").fill("sukawna");
    await page.keyboard.press("Enter");
    await page.getByTestId("field-narrative").fill("Api dari dapur, asap tebal, rumah petak tiga pintu");
    await page.waitForTimeout(300);
  }
  if (look.press !== undefined) {
    await page.getByTestId(look.press).click();
    await page.waitForTimeout(2_500);
  }
  await page.screenshot({ path: join(folder, `${look.name}-${theme}-${height}.png`) });
  await context.close();
  await preview.close();
}

const [folder = "looks", ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
for (const look of looks.filter(({ name }) => only.length === 0 || only.includes(name))) {
  await take(browser, folder, look, "day", 768);
  await take(browser, folder, look, "night", 640);
}
await browser.close();
