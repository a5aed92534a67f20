import { quickLook, readScenario, type Scenario, scenarioNamed, scenarioNames } from "@siaga/simulator";
import type { Runs } from "../../planning/runs.ts";
import { presentPlan } from "../../presenters/planning.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { BodyOf, CommandsOf } from "../route.ts";

/** Apart from the seeds of tuning and of publication (docs/flood-benchmark.md). */
const firstSeed = 800_000;
/** More than this is many minutes of one core: the command line has no such bound. */
const mostReplications = 2_000;
/** The formula is counted on the thread that serves calls: with so many callers at once it takes 30 ms. */
const mostAtOnce = 500;

/** What happens with so many on shift: simulated on the product's own core. */
export const plannerCommands = (runs: Runs): CommandsOf<"startPlan" | "plan"> => ({
  startPlan({ body }) {
    const scenario = scenarioOf(body);
    if (scenario instanceof Refused) return scenario;
    const crowded = crowdOf(scenario);
    if (crowded !== null) return crowded;
    const { operators, policies, seeds: many, goals, searchUpTo } = body;
    const rooms = operators.length * policies.length + (searchUpTo ?? 0);
    if (rooms * many > mostReplications) return new Refused("plan-too-large");
    const seeds = Array.from({ length: many }, (_, place) => firstSeed + place);
    const request = {
      scenario,
      operators,
      policies,
      seeds,
      ...(goals && { goals }),
      ...(searchUpTo && { searchUpTo }),
    };
    return { plan: runs.start({ kind: "plan", request, quick: quickLook(request) }) };
  },
  plan({ params: { id }, actor: { language } }) {
    const run = runs.read("plan", id);
    return run === null ? new Refused("no-such-run") : presentPlan(run, language);
  },
});

/** Refused where more would wait at once, were nobody answered, than the formula is quick for. */
function crowdOf(scenario: Scenario): Refused | null {
  const { callsPerHour, patience } = quickLook({ scenario, operators: [] }).load;
  const atOnce = Math.round((callsPerHour * patience) / 3_600);
  if (atOnce <= mostAtOnce) return null;
  const sentence = `callers: ${Math.round(callsPerHour)} calls an hour with ${Math.round(patience)} s of patience are ${atOnce} waiting at once; at most ${mostAtOnce} are accepted here, "siaga simulate --file" takes more.`;
  return new Refused("bad-scenario", sentence);
}

function scenarioOf({ scenario, file }: BodyOf<"startPlan">): Scenario | Refused {
  if (file === undefined)
    return scenarioNamed(scenario ?? "") ?? new Refused("bad-scenario", `${scenario}: ${scenarioNames.join(", ")}`);
  const read = readScenario(file);
  return read.ok ? read.scenario : new Refused("bad-scenario", read.sentences.slice(0, 3).join(" "));
}
