import { parseArgs } from "node:util";
import {
  type Asked,
  fileAsked,
  numbersAsked,
  policiesAsked,
  type PolicyName,
  type Scenario,
  scenariosAsked,
  seedsAsked,
} from "@siaga/simulator";

/** Ends with the code of a wrong use (EX_USAGE) or of input that cannot be used (EX_CONFIG), as sysexits(3) names them. */
const exits = { usage: 64, unusable: 78 };

const options = {
  scenario: { type: "string", default: "evening" },
  file: { type: "string" },
  seeds: { type: "string" },
  replications: { type: "string" },
  policies: { type: "string", default: "fifo,block3,prio-score,triage,oracleRes" },
  channels: { type: "string" },
  operators: { type: "string" },
  threads: { type: "string" },
  json: { type: "string" },
  markdown: { type: "string" },
} as const;

/** What a run of the benchmark plays. */
export type Wanted = {
  readonly scenarios: readonly Scenario[];
  readonly seedsText: string;
  readonly seeds: readonly number[];
  readonly policies: readonly PolicyName[];
  readonly threads: number | undefined;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
};

/** Says what is accepted and ends: the figures of another run than the one asked for would mislead. */
export function wanted(said: readonly string[]): Wanted {
  const values = understand(said);
  const scenarios =
    values.file === undefined ? accepted(scenariosAsked(values.scenario)) : [accepted(fileAsked(values.file))];
  const number = (flag: "channels" | "operators" | "threads", most: number): number | undefined => {
    const text = values[flag];
    return text === undefined ? undefined : accepted(numbersAsked(flag, text, 1, most))[0];
  };
  const [channels, operators] = [number("channels", 100_000), number("operators", 200)];
  const seedsText = seedsOf(values);
  return {
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      ...(channels !== undefined && { channels }),
      ...(operators !== undefined && { operators }),
    })),
    seedsText,
    seeds: accepted(seedsAsked(seedsText)),
    policies: accepted(policiesAsked(values.policies)),
    threads: number("threads", 256),
    json: values.json,
    markdown: values.markdown,
  };
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** Tuning seeds unless others are asked for; `--replications 40` counts from the first of them. */
function seedsOf({ seeds = "1000..1039", replications }: Values): string {
  if (replications === undefined) return seeds;
  const many = accepted(numbersAsked("replications", replications, 1, 10_000))[0]!;
  const first = accepted(seedsAsked(seeds))[0]!;
  return `${first}..${first + many - 1}`;
}

function understand(said: readonly string[]): Values {
  try {
    return parseArgs({ args: [...said], options }).values;
  } catch (error) {
    const flags = Object.keys(options).map((name) => `--${name}`);
    console.error(
      `${(error as Error).message}\nAccepted: ${flags.join(" ")}; docs/flood-benchmark.md says what they mean.`,
    );
    return process.exit(exits.usage);
  }
}

function accepted<T>(asked: Asked<T>): T {
  if (asked.ok) return asked.asked;
  for (const sentence of asked.sentences) console.error(sentence);
  return process.exit(exits.unusable);
}
