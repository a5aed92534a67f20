import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "@siaga/media/instrument";
import { openBrowser } from "./browser.ts";
import { signIn, takeSeat } from "./desk.ts";
import { type Instance, startInstance } from "./instance.ts";
import { openTelephones } from "./telephone.ts";

const elsewhere = "siaga.test";

/** Status of a page fetched by somebody who trusts this instance's own CA and nobody else. */
function statusTrusting({ dataDir, httpPort }: Instance): Promise<number | undefined> {
  const ca = readFileSync(join(dataDir, "tls", "ca.crt"));
  return new Promise((done, fail) => {
    get({ host: "127.0.0.1", port: httpPort + 1, path: "/api/health", ca }, (response) => {
      response.resume();
      done(response.statusCode);
    }).on("error", fail);
  });
}

test("desks on other machines work from the first day", async (story) => {
  const instance = await startInstance();
  const insecure = { ...instance, console: `http://${elsewhere}:${instance.httpPort}` };
  const secure = { ...instance, console: `https://${elsewhere}:${instance.httpPort + 1}` };

  await story.test("the certificate is good for whoever trusts the local CA", async () => {
    assert.equal(await statusTrusting(instance), 200);
  });

  await story.test("on an insecure origin the console says so and leads to where a microphone is given", async () => {
    const browser = await openBrowser(600, { elsewhere });
    await signIn(insecure, browser, "ani");
    await browser.page.getByTestId("insecure-origin").waitFor();
    assert.equal(await browser.page.getByTestId("secure-link").getAttribute("href"), `${secure.console}/desk`);
    await browser.page.goto(`${insecure.console}/ca`);
    assert.match(await browser.page.content(), /ca\.crt/);
    await browser.close();
  });

  await story.test("over TLS a desk answers, and both hear one another", async () => {
    const browser = await openBrowser(600, { elsewhere });
    await signIn(secure, browser, "ani");
    const desk = await takeSeat(browser, "meja-1", 600);
    const telephones = await openTelephones(instance);
    const caller = await telephones.dial({ number: "+6281200000009", tone: 1_000 });
    await desk.answer();
    await caller.hearsSoon(600);
    await until("the caller's tone at the desk", async () => ((await desk.hears(1_000))[0] ?? 0) > 0.05, 20_000);
    await telephones.close();
    await desk.close();
  });

  await instance.stop();
});
