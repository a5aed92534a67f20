import assert from "node:assert/strict";
import { test } from "node:test";
import { type AudioPath, excuse, isUp, look, noPath, noteChange, type PathEvent, step } from "./audio-path.ts";

const upAt = (now: number): AudioPath => step(step(noPath, "offered", now - 300), "opened", now);

/** Lets time pass in half seconds, as the desk's clock does, until something is noticed. */
function wait(
  path: AudioPath,
  from: number,
  until: number,
): { readonly path: AudioPath; readonly noticed: PathEvent[] } {
  const noticed: PathEvent[] = [];
  for (let now = from; now <= until; now += 500) {
    const event = look(path, now);
    if (event === null) continue;
    noticed.push(event);
    path = step(path, event, now);
  }
  return { path, noticed };
}

test("a path whose beats stop is doubted within two seconds and given up within four", () => {
  const { path, noticed } = wait(upAt(10_000), 10_000, 13_500);

  assert.deepEqual(noticed, ["quiet", "silent"]);
  assert.equal(path.state, "none");
  assert.equal(wait(upAt(10_000), 10_000, 11_500).path.state, "doubtful");
});

test("a beat clears the doubt", () => {
  const doubtful = step(upAt(10_000), "quiet", 11_500);
  assert.equal(isUp(doubtful), true, "sound may still get through");
  assert.equal(step(doubtful, "heard", 12_000).state, "up");
});

test("after a change of network silence is believed sooner, and a path that beats on is kept", () => {
  const changed = noteChange(upAt(10_000), 10_000);
  assert.deepEqual(wait(changed, 10_000, 12_000).noticed, ["quiet", "silent"]);

  let path = changed;
  for (let now = 10_500; now < 20_000; now += 500) {
    assert.equal(look(path, now), null);
    path = step(path, "heard", now);
  }
  assert.equal(path.state, "up");
});

test("a machine that slept for an hour asks first whether its path still stands", () => {
  const woke = excuse(upAt(10_000), 3_610_000);

  assert.equal(look(woke, 3_610_500), null);
  assert.equal(step(woke, "heard", 3_610_600).state, "up");
  assert.equal(wait(woke, 3_610_000, 3_612_000).path.state, "none");
});

test("an offer nobody takes up is made anew", () => {
  const joining = step(noPath, "offered", 10_000);
  assert.equal(look(joining, 16_000), null);
  assert.equal(wait(joining, 10_000, 17_500).path.state, "none");
});
