import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { faded, noRate, nuisanceOf, rateNow, seen } from "./fading.ts";
import { assess, type CallerFacts, isKnownAbuser, type Pressure } from "./risk.ts";
import { triageDefaults } from "./triage-parameters.ts";

const now = 600_000;
const calm: Pressure = { all: noRate, unknown: noRate, nuisanceShare: 0, asked: noRate, rightly: noRate };
const riskOf = (facts: CallerFacts, pressure = calm): number => assess(facts, pressure, now, triageDefaults).risk;
const known = (nuisance: number, genuine: number): CallerFacts => ({ kind: "known", nuisance, genuine });

/** A steady stream of calls, so many a second for ten minutes until now. */
function steady(perSecond: number, memory: number) {
  let rate = noRate;
  for (let at = 0; at <= now; at += 1000 / perSecond) rate = seen(rate, at, memory);
  return rate;
}

test("half of what a number did is gone after every half-life, and a clock that ran back fades nothing", () => {
  assert.equal(faded(8, 0, 3_000, 1_000), 1);
  assert.equal(faded(8, 5_000, 3_000, 1_000), 8);
});

test("however often a number was silent or a child was on it, by that alone nobody is asked or waits behind others", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 500, noNaN: true }), (silent) => {
      const facts = known(nuisanceOf(0, silent, triageDefaults.memory), 0);
      assert.ok(riskOf(facts) < triageDefaults.expressBelow);
      assert.equal(isKnownAbuser(facts, triageDefaults), false);
    }),
  );
});

test("in a steady stream the rate settles at calls a second, and fades when they stop", () => {
  const rate = steady(2, 60_000);
  assert.ok(Math.abs(rate.perSecond - 2) < 0.1);
  assert.ok(rateNow(rate, now + 60_000, 60_000) < 0.8);
});

test("nothing known speaks against nobody", () => {
  assert.deepEqual(assess({ kind: "unknown" }, calm, 0, triageDefaults), { risk: 0, reasons: ["nothing-known"] });
  assert.equal(riskOf(known(0, 0)), 0);
});

test("nuisance weighs against a number, genuine reports for it, and both are said", () => {
  assert.ok(riskOf(known(5, 0)) > 1);
  assert.ok(riskOf(known(0, 1)) < 0);
  assert.ok(riskOf(known(5, 2)) < riskOf(known(5, 0)));
  assert.deepEqual(assess(known(5, 2), calm, 0, triageDefaults).reasons, ["genuine-before", "nuisance-before"]);
});

test("a few reports taken for genuine by mistake do not clear a number of very many nuisance calls", () => {
  assert.ok(riskOf(known(40, 3)) >= 1);
  assert.ok(isKnownAbuser(known(40, 3), triageDefaults));
  assert.ok(!isKnownAbuser(known(5, 2), triageDefaults));
});

test("a flood of new numbers weighs on new numbers only while those lately heard were nuisance", () => {
  const flood = { ...calm, unknown: steady(0.3, 120_000) };
  assert.equal(riskOf({ kind: "unknown" }, { ...flood, nuisanceShare: 0.2 }), 0);
  assert.ok(riskOf({ kind: "unknown" }, { ...flood, nuisanceShare: 0.9 }) > 2);
});

test("a withheld number is asked rather than trusted, and never more than a flood of them", () => {
  const flood = { ...calm, all: steady(1, 60_000) };
  assert.equal(riskOf({ kind: "withheld" }), 1.2);
  assert.ok(riskOf({ kind: "withheld" }, flood) > 2 && riskOf({ kind: "withheld" }, flood) < 2.4);
});

test("more nuisance never lowers a risk and more genuine reports never raise it", () => {
  const amount = fc.double({ min: 0.3, max: 100, noNaN: true });
  fc.assert(
    fc.property(amount, amount, amount, (nuisance, genuine, more) => {
      assert.ok(riskOf(known(nuisance + more, genuine)) >= riskOf(known(nuisance, genuine)));
      assert.ok(riskOf(known(nuisance, genuine + more)) <= riskOf(known(nuisance, genuine)));
    }),
  );
});
