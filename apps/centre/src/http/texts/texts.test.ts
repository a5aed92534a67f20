import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pino } from "pino";
import { Refused } from "../../presenters/refusal.ts";
import { openTexts } from "./texts.ts";
import { openTextSpool } from "./text-spool.ts";

const folder = mkdtempSync(join(tmpdir(), "siaga-texts-"));
after(() => rmSync(folder, { recursive: true }));
const [key, log] = [randomBytes(32), pino({ level: "silent" })];

test("words written while the database is away wait encrypted on disk, and the next run hands them over", async () => {
  const away = { put: () => Promise.reject(new Error("ECONNREFUSED")) };
  const spool = openTextSpool(folder, key, away, log);
  const id = await openTexts(away, spool).keep("narrative", "rumah terbakar", () => null);
  spool.close();
  assert.ok(typeof id === "string");
  assert.deepEqual(readdirSync(folder), [`${id}.narrative`]);
  assert.doesNotMatch(readFileSync(join(folder, `${id}.narrative`)).toString("latin1"), /terbakar/);

  const kept = new Map<string, string>();
  const back = {
    async put(_kind: string, text: string, options?: { id?: string }) {
      kept.set(options?.id ?? "", text);
      return options?.id ?? "";
    },
  };
  const next = openTextSpool(folder, key, back, log);
  for (let tries = 0; tries < 200 && readdirSync(folder).length > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  next.close();
  assert.deepEqual([...kept], [[id, "rumah terbakar"]]);
  assert.deepEqual(readdirSync(folder), []);
});

test("nothing is kept that nothing will refer to", async () => {
  const never = { put: () => Promise.reject(new Error("must not be asked")) };
  const spool = openTextSpool(folder, key, never, log);
  const refused = await openTexts(never, spool).keep("note", "x", () => ({ code: "unknown-incident" }));
  spool.close();
  assert.deepEqual([refused, readdirSync(folder)], [new Refused("unknown-incident"), []]);
});
