import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCentre, emptyLedger, normalPolicy } from "@siaga/core";
import { pino } from "pino";
import { emptyEntries } from "../live/entries.ts";
import { keepSnapshots } from "./snapshots.ts";

test("a room that remembers very many callers to call back still has its snapshot, so that a restart is quick", () => {
  const state = emptyCentre(normalPolicy);
  for (let n = 0; n < 40_000; n += 1) {
    const [id, caller] = [`call-${n}`, { kind: "number", id: `caller-${n}` } as const];
    const row = { id, caller, line: "112", openedAt: n, waited: 90_000, attempts: 0, outgoing: null };
    state.callbacks.set(id, row);
  }
  const kept: number[] = [];
  const save = (_seq: number, text: string): Promise<void> => (kept.push(text.length), Promise.resolve());
  const keeper = keepSnapshots({ save, latest: () => Promise.resolve(null) }, 0, pino({ level: "silent" }));
  keeper.consider({ state, ledger: emptyLedger(), entries: emptyEntries(), seq: 1_000 });
  assert.equal(kept.length, 1);
  assert.ok(kept[0]! > 5 * 1024 * 1024);
});
