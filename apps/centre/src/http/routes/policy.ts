import { isDeepStrictEqual } from "node:util";
import { checkTriagePolicy, triageInForce, type TriagePolicySetting } from "@siaga/configuration";
import { scenarioNamed, scenarioNames } from "@siaga/simulator";
import { type PreviewJob, previewSeeds } from "../../planning/preview.ts";
import type { Runs } from "../../planning/runs.ts";
import type { Centre, Directory, LiveBoard } from "../../ports.ts";
import { presentPreview } from "../../presenters/planning.ts";
import { presentTriagePolicy } from "../../presenters/triage-policy.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { PolicyFile } from "../../triage/policy-file.ts";
import type { BodyOf, CommandsOf } from "../route.ts";
import { submit } from "../submit.ts";

type PolicyRoute = "readTriagePolicy" | "previewTriagePolicy" | "triagePreview" | "changeTriagePolicy";
type PolicyPorts = {
  readonly centre: Pick<Centre, "accept" | "state">;
  readonly live: Pick<LiveBoard, "lastPolicyChange">;
  readonly directory: Pick<Directory, "operatorName">;
  readonly policyFile: PolicyFile;
  readonly runs: Runs;
};

/** Replications of a preview: as many as a person waits for. */
const evenings = 24;

/** Who is next when too many call: read, tried on simulated callers, and only then changed. */
export function policyCommands(ports: PolicyPorts): CommandsOf<PolicyRoute> {
  const { centre, live, directory, policyFile, runs } = ports;
  const read = () =>
    presentTriagePolicy(policyFile.standing(), live.lastPolicyChange(), scenarioNames, directory.operatorName);
  return {
    readTriagePolicy: read,
    previewTriagePolicy({ body }) {
      const unknown = body.scenarios.find((name) => scenarioNamed(name) === undefined);
      if (unknown !== undefined) return new Refused("bad-scenario", `${unknown}: ${scenarioNames.join(", ")}`);
      const proposed = settingOf(body);
      if (proposed instanceof Refused) return proposed;
      const { scenarios, operators } = body;
      const job: PreviewJob = {
        kind: "preview",
        scenarios,
        operators,
        now: centre.state().policy.triage ?? null,
        proposed: triageInForce(proposed),
        seeds: previewSeeds(evenings),
      };
      return { preview: runs.start(job) };
    },
    triagePreview({ params: { id }, actor: { language } }) {
      const run = runs.read("preview", id);
      return run === null ? new Refused("no-such-run") : presentPreview(run, language);
    },
    async changeTriagePolicy({ body, actor }) {
      const next = settingOf(body);
      if (next instanceof Refused) return next;
      if (!wasTried(runs, body.preview, next)) return new Refused("preview-first");
      let refused: Refused | undefined;
      const input = { type: "policy.changed", operator: actor.operator, triage: triageInForce(next) } as const;
      const changed = await policyFile.change(next, async () => {
        refused = await submit(centre, input);
        return refused === undefined;
      });
      if (changed === "unwritable") return new Refused("policy-file");
      return refused ?? read();
    },
  };
}

/** First come, first served is the way back at any moment, also in the middle of a flood. */
function wasTried(runs: Runs, preview: string | null, next: TriagePolicySetting): boolean {
  if (next.order === "first-come") return true;
  const tried = runs.read("preview", preview ?? "");
  return tried?.state === "done" && isDeepStrictEqual(tried.job.proposed, triageInForce(next));
}

function settingOf({
  order,
  parameters,
}: Pick<BodyOf<"changeTriagePolicy">, "order" | "parameters">): TriagePolicySetting | Refused {
  const read = checkTriagePolicy({ order, parameters }, "triage-policy.json");
  if (!read.ok) return new Refused("bad-policy", read.sentences.slice(0, 3).join(" "));
  return { order: read.order, parameters: read.parameters };
}
