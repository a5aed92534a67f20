import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { cleanup } from "node-datachannel";
import { openBrowser, openDeskPage } from "../instrument/desk-page.ts";
import { level } from "../instrument/goertzel.ts";
import { caller, openPlane, testOptions } from "../instrument/plane-fixture.ts";
import { until } from "../instrument/until.ts";
import { openNodeDatachannelLegs } from "./node-datachannel-operator-leg.ts";

/** An address for documentation (RFC 5737): no machine has it. */
const outer = "198.51.100.112";
const inner = Object.values(networkInterfaces())
  .flat()
  .find((own) => own?.family === "IPv4" && !own.internal)?.address;
const mayTranslate = process.getuid?.() === 0 && inner !== undefined;

const run = (program: string, words: string): void => {
  const { status, stderr, error } = spawnSync(program, words.split(" "), { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words}: ${error?.message ?? stderr}`);
};

/** A router with a 1:1 NAT, made of this machine's own: what is sent to the outer address arrives at the inner one. */
function translate(): () => void {
  const table = `desk_nat_${process.pid}`;
  run("nft", `add table ip ${table}`);
  run("nft", `add chain ip ${table} out { type nat hook output priority -100 ; }`);
  run("nft", `add rule ip ${table} out ip daddr ${outer} dnat to ${inner}`);
  return () => run("nft", `delete table ip ${table}`);
}

test(
  "behind a 1:1 NAT a desk is told the outer address alone, and both hear one another through it",
  { skip: !mayTranslate && "needs root and a network" },
  async (t) => {
    t.after(translate());
    const options = testOptions();
    const { plane } = openPlane(options, openNodeDatachannelLegs({ addresses: [outer], ports: options.deskPorts }));
    t.after(async () => {
      await plane.close();
      cleanup();
    });
    const browser = await openBrowser(700);
    t.after(() => browser.close());
    const page = await openDeskPage(browser);
    const ani = await caller(plane, "ani");
    t.after(() => ani.close());
    ani.sendTone(1000);

    const answer = await plane.openDeskLeg("desk:1", hideAddresses(await page.offer()));
    assert.ok(answer.ok);
    assert.deepEqual(new Set(answer.sdp.match(/(?<=a=candidate:\d+ 1 udp \d+ )\S+/g)), new Set([outer]));
    await page.accept(answer.sdp);
    plane.join("call", "ani", { hears: "all", heardBy: "all" });
    plane.join("call", "desk:1", { hears: "all", heardBy: "all" });

    await until("the browser's tone at the caller", () => level(ani.lastHeard(200), 700) > 2000, 20_000);
    await until("the caller's tone in the browser", async () => Math.abs((await page.loudest()).frequency - 1000) < 20);
  },
);

/** The exchange behind a NAT cannot reach a desk first: the desk must find it. */
const hideAddresses = (offer: string): string =>
  offer
    .split("\r\n")
    .filter((line) => !line.startsWith("a=candidate:"))
    .join("\r\n");
