import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import {
  checkTriagePolicy,
  type Configuration,
  readTriagePolicy,
  triageInForce,
  type TriagePolicySetting,
} from "@siaga/configuration";
import type { Instant, OperatorId, TriageParameters } from "@siaga/core";

/** What the log says is in force, and who said so (null: the house, by the file); `last` null: it never spoke of it. */
export type LoggedTriage = {
  readonly triage: TriageParameters | null;
  readonly last: { readonly at: Instant; readonly operator: OperatorId | null } | null;
};

/** The policy of who is next: a file that a person may edit while the house is down, beside what the log says. */
export interface PolicyFile {
  /** As last said, whole. */
  standing(): TriagePolicySetting;
  /**
   * At the start: whichever was said last holds, a supervisor's change in the log or the file. A change that was durable
   * when this machine went down is finished; a machine that did not lead then learns of it. Returns what must be in force.
   */
  agree(logged: LoggedTriage): TriageParameters | null;
  /** Writes the change beside the file, has it made durable, then lets it take the file's place. One at a time. */
  change(next: TriagePolicySetting, durable: () => Promise<boolean>): Promise<"changed" | "refused" | "unwritable">;
}

export function openPolicyFile({ triage, city }: Pick<Configuration, "triage" | "city">): PolicyFile {
  const { file } = triage;
  const beside = `${file}.new`;
  let standing: TriagePolicySetting = { order: triage.order, parameters: triage.parameters };
  let turn: Promise<unknown> = Promise.resolve();

  const change: PolicyFile["change"] = async (next, durable) => {
    if (!write(beside, next)) return "unwritable";
    if (!(await durable())) {
      rmSync(beside, { force: true });
      return "refused";
    }
    standing = next;
    takePlace(beside, file);
    return "changed";
  };
  const begun = (): TriagePolicySetting | null => {
    const read = existsSync(beside) ? readTriagePolicy(beside, city) : null;
    return read?.ok === true ? read : null;
  };
  return {
    standing: () => standing,
    agree(logged) {
      const said = saidLast(logged, file, standing, begun());
      if (said !== null) {
        standing = said;
        if (write(beside, said)) takePlace(beside, file);
      }
      rmSync(beside, { force: true });
      return triageInForce(standing);
    },
    change: (next, durable) => (turn = turn.then(() => change(next, durable))) as ReturnType<PolicyFile["change"]>,
  };
}

/** What a supervisor said after the file was last written; null: the file holds. */
function saidLast(
  { triage, last }: LoggedTriage,
  file: string,
  standing: TriagePolicySetting,
  begun: TriagePolicySetting | null,
): TriagePolicySetting | null {
  if (last === null || last.operator === null || isDeepStrictEqual(triageInForce(standing), triage)) return null;
  if (existsSync(file) && statSync(file).mtimeMs > last.at) return null;
  // The log holds no parameters while they are not in force: those of the change that was begun, else the file's own.
  const unused = begun?.order === "first-come" ? begun.parameters : standing.parameters;
  if (triage === null) return { order: "first-come", parameters: unused };
  // By an earlier release: what it did not know yet is as the product has it.
  const read = checkTriagePolicy({ order: "triage", parameters: triage }, "the log");
  return read.ok ? { order: read.order, parameters: read.parameters } : null;
}

function write(path: string, policy: TriagePolicySetting): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const { order, parameters } = policy;
    writeFileSync(path, `${JSON.stringify({ order, parameters }, null, 2)}\n`, { flush: true });
    return true;
  } catch {
    return false;
  }
}

/** The name and what stands under it are on the disk. What is in the log already is finished by the next start. */
function takePlace(beside: string, file: string): void {
  try {
    renameSync(beside, file);
    const folder = openSync(dirname(file), "r");
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    return;
  }
}
