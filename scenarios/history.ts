import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { centre, emptyCentre, type Policy } from "@siaga/core";
import { logLines, type Timed } from "@siaga/core/rehearsal";

/** A recorded shift: the policy in force and every input with its time, timers included. No person is in it. */
export type History = {
  readonly name: string;
  readonly policy: Policy;
  readonly inputs: readonly Timed[];
  /** SHA-256 of the log these inputs must lead to. */
  readonly signed: string;
};

/** Where recorded shifts lie. */
export const historiesFolder = resolve(import.meta.dirname, "..", "histories");

/** Every recorded shift: `<name>.jsonl` with the policy in its first line, and `<name>.sha256` beside it. */
export function readHistories(folder: string = historiesFolder): History[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".jsonl"));
  return files.sort().map((file) => {
    const name = file.slice(0, -".jsonl".length);
    const [first, ...rest] = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
    const { policy } = JSON.parse(first ?? "{}") as { policy: Policy };
    const inputs = rest.map((line) => JSON.parse(line) as Timed);
    return { name, policy, inputs, signed: readFileSync(join(folder, `${name}.sha256`), "utf8").trim() };
  });
}

/** Plays a history from an empty centre; the log it leads to, as lines. */
export function replay({ policy, inputs }: Pick<History, "policy" | "inputs">): string {
  const state = emptyCentre(policy);
  return inputs.map(({ input, at }) => logLines(centre(state, input, at).events)).join("");
}

/** What a log is signed by. */
export const signatureOf = (log: string): string => createHash("sha256").update(log).digest("hex");

/** Plays a history twice; null when both logs are equal byte for byte and as signed, else what is wrong. */
export function checkHistory(history: History): string | null {
  const once = replay(history);
  if (once !== replay(history)) return "two replays of the same inputs gave different logs";
  const signature = signatureOf(once);
  if (signature === history.signed) return null;
  return `the log is ${signature}, signed was ${history.signed}; if the decision was meant to change, sign it: npm run replay -- --sign`;
}
