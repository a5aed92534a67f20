/** A centre that is killed outright while a supervisor changes the policy: `before` or `after` the log knows of it. */
import { readTriagePolicy } from "@siaga/configuration";
import { openPolicyFile } from "../triage/policy-file.ts";
import { type Instance, openRehearsal } from "./open-rehearsal.ts";

export type KilledChange = {
  readonly url: string;
  readonly dataDir: string;
  readonly centreId: string;
  /** As hexadecimal. */
  readonly keys: { readonly [K in keyof Instance["keys"]]: string };
  readonly file: string;
  readonly killed: "before" | "after";
  readonly promoteAfter: number;
};

const told = JSON.parse(process.argv[2] ?? "{}") as KilledChange;
const key = (name: keyof Instance["keys"]): Buffer => Buffer.from(told.keys[name], "hex");
const keys = { personal: key("personal"), lookup: key("lookup"), link: key("link") };
const read = readTriagePolicy(told.file, "empty");
if (!read.ok) throw new Error(read.sentences.join(" "));
const policyFile = openPolicyFile({ city: "empty", triage: { ...read, file: told.file } });
const { leading } = await openRehearsal({ ...told, instance: { ...told, keys }, policyFile });
const parameters = { ...read.parameters, promoteAfter: told.promoteAfter };
await policyFile.change({ order: "triage", parameters }, async () => {
  const input = { type: "policy.changed", operator: "sari", triage: parameters } as const;
  const durable = told.killed === "before" || (await leading.centre.accept(input)).ok;
  process.kill(process.pid, "SIGKILL");
  return durable;
});
