/** `npm run siaga -- simulate`: what happens with so many on shift, told as text. */
import { parseArgs } from "node:util";
import * as simulator from "@siaga/simulator";
import { scenarioFromLog } from "./from-log.ts";

/** Ends with the code of a wrong use (EX_USAGE) or of input that cannot be used (EX_CONFIG), as sysexits(3) names them. */
const exits = { usage: 64, unusable: 78 };

const usage = `usage: npm run siaga -- simulate [options]
  --operators 2,3        numbers on shift to try (default: what the scenario says)
  --scenario evening     one of ${simulator.scenarioNames.join(", ")}
  --file my.json         a scenario of your own instead: docs/scenario-file.md
  --policies fifo,triage ways of answering, from ${simulator.policyNames.join(", ")}
  --seeds 1000..1019     each seed is one evening (or five days) of chance
  --answered 90          percent of emergencies to be answered within 10 s
  --lost 1               percent of emergencies that may be lost at most
  --up-to 6              the least number on shift that is enough is searched up to this one
  --language id|en       Indonesian by default
  --json                 the whole report as JSON
  --from-log FROM TO     writes a scenario file from this city's own record of those days (YYYY-MM-DD, TO included)`;

const options = {
  operators: { type: "string" },
  scenario: { type: "string", default: "evening" },
  file: { type: "string" },
  policies: { type: "string", default: "fifo,block3,triage" },
  seeds: { type: "string", default: "1000..1019" },
  answered: { type: "string", default: "90" },
  lost: { type: "string", default: "1" },
  "up-to": { type: "string", default: "6" },
  language: { type: "string", default: "id" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  "from-log": { type: "string" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
type Said = { readonly values: Values; readonly positionals: readonly string[] };

/** Plays what was asked and prints it. */
export async function simulate(said: readonly string[]): Promise<void> {
  const { values, positionals } = understand(said);
  const [to] = positionals;
  if (values["from-log"] !== undefined) return scenarioFromLog(values["from-log"], to ?? values["from-log"]);
  if (to !== undefined) stop(`${to}: nothing is known under this name; see --help.`);
  const language = values.language as simulator.Language;
  if (!simulator.languages.includes(language)) stop(`--language ${values.language}: choose from id, en.`);
  const report = await simulator.plan(requestOf(values), progressLine(), play);
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else for (const line of simulator.reportLines(report, language)) console.log(line);
}

function understand(said: readonly string[]): Said {
  try {
    const told = parseArgs({ args: [...said], options, allowPositionals: true });
    if (!told.values.help) return told;
    console.log(usage);
    return process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    return process.exit(exits.usage);
  }
}

function requestOf(values: Values): simulator.PlanRequest {
  const scenario =
    values.file === undefined
      ? accepted(simulator.scenariosAsked(values.scenario))
      : [accepted(simulator.fileAsked(values.file))];
  if (scenario.length !== 1) stop(`--scenario ${values.scenario}: one at a time.`);
  const { operators } = values;
  return {
    scenario: scenario[0]!,
    operators: operators === undefined ? [] : accepted(simulator.numbersAsked("operators", operators, 1, 200)),
    policies: accepted(simulator.policiesAsked(values.policies)),
    seeds: accepted(simulator.seedsAsked(values.seeds)),
    goals: {
      p10: accepted(simulator.percentAsked("answered", values.answered)),
      lost: accepted(simulator.percentAsked("lost", values.lost)),
    },
    searchUpTo: accepted(simulator.numbersAsked("up-to", values["up-to"], 1, 50))[0]!,
  };
}

function accepted<T>(asked: simulator.Asked<T>): T {
  return asked.ok ? asked.asked : stop(...asked.sentences);
}

function stop(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(exits.unusable);
}

const play: simulator.Play = (scenario, policy, seeds, seen) =>
  simulator.replicateOnThreads(scenario, policy, seeds, seen);

/** A line on the screen that goes from 0 to 100 %; nothing where nobody watches. */
function progressLine(): simulator.Progress {
  const { stderr } = process;
  let shown = -1;
  return (share) => {
    const percent = Math.floor(100 * share);
    if (!stderr.isTTY || percent === shown) return;
    shown = percent;
    stderr.write(share < 1 ? `\r${percent} %` : "\r     \r");
  };
}
