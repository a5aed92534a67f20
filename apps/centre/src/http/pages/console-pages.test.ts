import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import Fastify from "fastify";
import { serveConsole } from "./console-pages.ts";

const dist = mkdtempSync(join(tmpdir(), "siaga-dist-"));
after(() => rmSync(dist, { recursive: true }));

const get = async (path: string) => {
  const app = Fastify();
  await serveConsole(app, dist);
  const answer = await app.inject({ url: path });
  await app.close();
  return answer;
};

test("without a built console a plain page says what builds it", async () => {
  const page = await get("/");
  assert.equal(page.statusCode, 503);
  assert.match(page.body, /npm start/);
});

test("every screen's address gives the console, its files are cached for good, the page itself never", async () => {
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), "<title>konsol</title>");
  writeFileSync(join(dist, "assets", "index-4f1c.js"), "export {};");

  for (const screen of ["/", "/meja", "/kejadian/123"]) {
    const page = await get(screen);
    assert.deepEqual(
      [page.statusCode, page.body, page.headers["cache-control"]],
      [200, "<title>konsol</title>", "no-store"],
    );
  }
  const script = await get("/assets/index-4f1c.js");
  assert.match(String(script.headers["cache-control"]), /immutable/);
  assert.match(String(script.headers["content-type"]), /javascript/);
  assert.equal((await get("/assets/gone.js")).statusCode, 404);
  assert.equal((await get("/api/gone")).statusCode, 404);
});
