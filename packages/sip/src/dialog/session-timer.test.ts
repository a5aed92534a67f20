import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  againIn,
  agreeTo,
  dueIn,
  isTooShort,
  parseMinSe,
  parseSessionExpires,
  SHORTEST_INTERVAL,
  type Wish,
} from "./session-timer.ts";

const wish = fc.record({
  supports: fc.boolean(),
  expires: fc.option(
    fc.record({
      interval: fc.integer({ min: SHORTEST_INTERVAL, max: 100_000 }),
      refresher: fc.constantFrom("uac" as const, "uas" as const, null),
    }),
  ),
  minimum: fc.integer({ min: SHORTEST_INTERVAL, max: 90 }),
});

test("what we agree to is never longer than asked, nor shorter than the asker's minimum, and names who refreshes", () => {
  fc.assert(
    fc.property(wish, fc.integer({ min: SHORTEST_INTERVAL, max: 7200 }), (asked: Wish, longest) => {
      const agreed = agreeTo(asked, longest);
      if (agreed === null) return assert.ok(!asked.supports && asked.expires === null);
      assert.ok(agreed.interval <= (asked.expires?.interval ?? Infinity));
      assert.ok(agreed.interval >= Math.min(asked.minimum, asked.expires?.interval ?? Infinity));
      // RFC 4028 table 2: a peer without session timers never has to refresh.
      if (!asked.supports) assert.equal(agreed.refresher, "uas");
      else assert.equal(agreed.refresher, asked.expires?.refresher ?? "uas");
    }),
  );
});

test("whoever refreshes does so before the other side would give up", () => {
  fc.assert(
    fc.property(fc.integer({ min: SHORTEST_INTERVAL, max: 100_000 }), (interval) => {
      assert.ok(dueIn("ours", interval) < dueIn("theirs", interval));
      assert.ok(interval - dueIn("theirs", interval) <= 32);
      assert.ok(dueIn("theirs", interval) < interval);
    }),
  );
});

test("a refresh that failed is tried again soon, then less often, and never more than a minute later", () => {
  assert.deepEqual([0, 1, 2, 3, 30].map(againIn), [10, 20, 40, 60, 60]);
});

test("Session-Expires and Min-SE are read with and without parameters", () => {
  assert.deepEqual(parseSessionExpires("1800;refresher=UAS"), { interval: 1800, refresher: "uas" });
  assert.deepEqual(parseSessionExpires(" 90 ; x=y;refresher=uac"), { interval: 90, refresher: "uac" });
  assert.deepEqual(parseSessionExpires("90;refresher=nobody"), { interval: 90, refresher: null });
  for (const bad of [undefined, "", "soon", "0", "-90"]) assert.equal(parseSessionExpires(bad), null);
  assert.equal(parseMinSe("120;x"), 120);
  assert.equal(parseMinSe("10"), SHORTEST_INTERVAL);
  const short = { interval: 60, refresher: null };
  assert.equal(isTooShort({ supports: true, expires: short, minimum: 90 }, 90), true);
  assert.equal(isTooShort({ supports: false, expires: short, minimum: 90 }, 90), false);
});
