import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { callerClasses, type PolicyName, policyRows, type Scenario } from "@siaga/simulator";

const root = resolve(import.meta.dirname, "../..");
const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Of every line that decides or simulates: figures of other code are other figures. */
export function codeHash(): string {
  const files = globSync(["packages/core/src/**/*.ts", "apps/simulator/src/**/*.ts"], { cwd: root });
  const code = files.filter((file) => !file.endsWith(".test.ts")).sort();
  return hash(code.map((file) => `${file}\n${readFileSync(resolve(root, file), "utf8")}`).join("\n"));
}

/** Of everything assumed: the scenario, the callers and what the policies say. */
export function parametersHash(scenario: Scenario, policies: readonly PolicyName[]): string {
  const finite = (_: string, value: unknown): unknown => (value === Number.POSITIVE_INFINITY ? "never ends" : value);
  return hash(JSON.stringify([scenario, callerClasses, policies.map((policy) => policyRows[policy])], finite));
}
