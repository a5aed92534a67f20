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

test("only supervisors and administrators see the policy and the planner", () => {
  const may = (role: Parameters<typeof screensOf>[0]["role"]) =>
    screensOf({ role, mayTakeCalls: true, desk: null }).filter((screen) => ["policy", "planner"].includes(screen));

  assert.deepEqual(may("supervisor"), ["policy", "planner"]);
  assert.deepEqual(may("admin"), ["policy", "planner"]);
  for (const role of ["call-taker", "dispatcher", "agency"] as const) assert.deepEqual(may(role), []);
});

test("an administrator may sit at a desk, so that a city being set up can answer its calls; the house comes first", () => {
  const screens = screensOf({ role: "admin", mayTakeCalls: true, desk: null });

  assert.deepEqual(screens, ["admin", "floor", "incidents", "policy", "planner", "desk"]);
  assert.equal(start("admin", { desk: "meja-1" }), "admin");
  assert.ok(!screensOf({ role: "admin", mayTakeCalls: false, desk: null }).includes("desk"));
});

test("an agency account sees nothing but its own screen", () => {
  assert.deepEqual(screensOf({ role: "agency", mayTakeCalls: false, desk: null }), ["agency"]);
});
