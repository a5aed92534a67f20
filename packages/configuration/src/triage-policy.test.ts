import assert from "node:assert/strict";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { type TriageField, triageFields, type TriageKey } from "@siaga/contracts/triage-policy";
import { triageDefaults } from "@siaga/core";
import { readConfiguration } from "./read.ts";
import { checkTriagePolicy, cityFolder, triageInForce } from "./triage-policy.ts";

const root = join(import.meta.dirname, "../../..");
const keys = Object.keys(triageFields) as TriageKey[];
const at = (key: string): unknown =>
  key.split(".").reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null)?.[name], triageDefaults);
const nested = (key: string, value: unknown): object =>
  key.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
const check = (parameters: object, order = "triage") => checkTriagePolicy({ order, parameters }, "the file");
const house = (story: TestContext, policy: unknown) => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-policy-"));
  story.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "var"));
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  if (policy !== undefined) writeFileSync(join(folder, "var/triage-policy.json"), text);
  return (env: NodeJS.ProcessEnv = {}) => readConfiguration(env, folder);
};

test("both cities begin with triage as the product has it", (story) => {
  for (const city of ["demo", "empty"] as const) {
    const read = house(story, undefined)({ SIAGA_CITY: city });
    assert.ok(read.ok);
    assert.deepEqual(triageInForce(read.configuration.triage), triageDefaults);
    assert.ok(statSync(join(cityFolder(city), "triage-policy.json")).isFile());
  }
});

test("what a city writes is laid over the product's own, key by key", (story) => {
  const parameters = { challenge: { timeout: 4_000 }, promoteAfter: 60_000, glance: { limit: 3_000 }, budget: null };
  const read = house(story, { order: "triage", parameters })();
  assert.ok(read.ok);
  const { file, parameters: whole } = read.configuration.triage;
  assert.match(file, /var\/triage-policy\.json$/);
  assert.deepEqual(whole.challenge, { ...triageDefaults.challenge, timeout: 4_000 });
  assert.deepEqual(whole.glance, { ...triageDefaults.glance, limit: 3_000 });
  assert.deepEqual([whole.promoteAfter, whole.budget, whole.overload], [60_000, null, triageDefaults.overload]);
});

test("first come, first served keeps the parameters for the day triage returns", (story) => {
  const read = house(story, { order: "first-come", parameters: { agesBy: 60_000 } })();
  assert.ok(read.ok);
  assert.equal(triageInForce(read.configuration.triage), null);
  assert.equal(read.configuration.triage.parameters.agesBy, 60_000);
});

test("a file that cannot be used stops the start with one sentence for each key, value and accepted form", (story) => {
  for (const [policy, sentence] of [
    ["{ order", /triage-policy\.json cannot be read as JSON/],
    [{ parameters: {} }, /^order .* is missing: accepted is triage or first-come\.$/],
    [{ order: "fastest", parameters: {} }, /^order .* is "fastest": accepted is triage or first-come\.$/],
    [{ order: "triage", parameters: { challenge: { timeout: 90_000 } } }, /^challenge\.timeout .* is 90000: accepted is a number from 500 to 30000 \(ms\)\.$/], // prettier-ignore
    [{ order: "triage", parameters: { challenge: { prompt: 400 } } }, /^challenge\.prompt .* from 1500/],
    [{ order: "triage", parameters: { promoteAfter: null } }, /^promoteAfter .* is null: accepted is a number/],
    [{ order: "triage", parameters: { hangUpAfter: 3 } }, /^hangUpAfter .* is not a key of the policy/],
    [{ order: "triage", parameters: { risk: { colour: 1 } } }, /^risk\.colour .* is not a key of the policy/],
    [{ order: "triage", parameters: { bulletin: { reports: 2.5 } } }, /accepted is a whole number from 2 to 100/],
    [{ order: "triage", parameters: { risk: 3 } }, /^risk .* is 3: accepted is an object/],
    [{ order: "triage", parameters: { risk: { nuisanceShareFrom: 0.8 } } }, /less than risk\.nuisanceShareFull/],
  ] as const) {
    const read = house(story, policy)();
    assert.ok(!read.ok, JSON.stringify(policy));
    assert.match(read.sentences.join("\n"), sentence);
  }
});

test("another file may be named, and one that is not there is a mistake", (story) => {
  const read = house(story, undefined);
  const missing = read({ SIAGA_TRIAGE_POLICY: "nowhere.json" });
  assert.ok(!missing.ok);
  assert.match(missing.sentences[0] ?? "", /^triagePolicyFile \(SIAGA_TRIAGE_POLICY\) is "nowhere\.json": accepted is/);
  const named = read({ SIAGA_TRIAGE_POLICY: join(cityFolder("empty"), "triage-policy.json") });
  assert.ok(named.ok && named.configuration.triage.file === join(cityFolder("empty"), "triage-policy.json"));
});

test("the product's own values lie within the bounds, and every bound is accepted and its far side refused", () => {
  for (const key of keys) {
    const { low, high, mayBeOff, flag, choices }: TriageField = triageFields[key];
    const value = at(key);
    if (typeof value === "number") assert.ok(low !== null && high !== null && low <= value && value <= high, key);
    assert.equal(check(nested(key, null)).ok, mayBeOff ?? false, key);
    if (choices !== undefined || flag) assert.equal(check(nested(key, "hang-up")).ok, false, key);
    if (low === null || high === null) continue;
    for (const [bound, accepted] of [
      [low, true],
      [high, true],
      [low - 1, false],
      [high + 1, false],
    ] as const)
      // prettier-ignore
      if (!key.startsWith("risk.nuisanceShare")) assert.equal(check(nested(key, bound)).ok, accepted, `${key} ${bound}`);
  }
});

test("no question may be counted as shorter than it is spoken", () => {
  const spoken = globSync("packages/media/prompts/*/challenge-*.al", { cwd: root });
  assert.equal(spoken.length % 10, 0);
  // G.711: 8000 bytes a second.
  const longest = Math.max(...spoken.map((file) => (statSync(join(root, file)).size / 8_000) * 1_000));
  assert.ok(longest > 0 && longest <= (triageFields["challenge.prompt"].low ?? 0), `${longest} ms`);
});

for (const page of ["triage-policy.md", "kebijakan-triase.md"]) {
  test(`docs/${page} tells every key with its bounds, and no other`, () => {
    const text = readFileSync(join(root, "docs", page), "utf8");
    const told = [...text.matchAll(/^\| `([A-Za-z.]+)` \| ([^|]*) \| ([^|]*) \|/gm)].map(
      ([, key = "", value = "", bounds = ""]) => [key, value.trim(), bounds.trim()],
    );
    assert.deepEqual(
      told.map(([key]) => key),
      keys,
    );
    for (const [key = "", value, bounds] of told) {
      const { low, high, flag, choices, mayBeOff, assumption }: TriageField = triageFields[key as TriageKey];
      const said = flag ? "true, false" : (choices?.join(", ") ?? (low === null ? "{ … }" : `${low} – ${high}`));
      assert.equal(bounds, mayBeOff ? `${said}, null` : said, key);
      const own = at(key);
      const shown = own === null || own === undefined ? "null" : typeof own === "object" ? "{ … }" : String(own);
      assert.equal(value, shown.length > 10 ? Number(own).toFixed(4) : shown, key);
      assert.equal(text.includes(`| \`${key}\` | ${value} | ${bounds} | *`), assumption ?? false, key);
    }
  });

  test(`what docs/${page} shows as a policy file is accepted as it stands`, () => {
    const blocks = [...readFileSync(join(root, "docs", page), "utf8").matchAll(/```json\n([\s\S]*?)```/g)];
    assert.equal(blocks.length, 2);
    for (const [, block = ""] of blocks) assert.ok(checkTriagePolicy(JSON.parse(block), page).ok, block);
  });
}
