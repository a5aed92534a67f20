import assert from "node:assert/strict";
import { test } from "node:test";
import { screensOf } from "./screens.ts";

const start = (role: Parameters<typeof screensOf>[0]["role"], more: { mayTakeCalls?: boolean; desk?: string } = {}) =>
  screensOf({ role, mayTakeCalls: more.mayTakeCalls ?? true, desk: more.desk ?? null })[0];

test("everybody starts where their work is", () => {
  assert.equal(start("call-taker"), "desk");
  assert.equal(start("dispatcher"), "desk");
  assert.equal(start("dispatcher", { mayTakeCalls: false }), "incidents");
  assert.equal(start("supervisor"), "floor");
  assert.equal(start("supervisor", { desk: "penyelia" }), "desk");
  assert.equal(start("agency"), "agency");
  assert.equal(start("admin"), "admin");
});

test("an agency account sees nothing but its own screen", () => {
  assert.deepEqual(screensOf({ role: "agency", mayTakeCalls: false, desk: null }), ["agency"]);
});
