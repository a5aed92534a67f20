/** What the room asks before it changes: the policy in force, its simulated effect, and how many operators are enough. */
import { z } from "zod";

export const triageOrder = z.enum(["triage", "first-come"], { error: "triage or first-come" });
/** Nested as in the policy file; every value is checked by the command, which names the key that cannot be used. */
const parameters = z.record(z.string(), z.unknown());
export const triageField = z.object({
  /** Dotted path, such as `challenge.timeout`. */
  key: z.string(),
  unit: z.enum(["ms", "count", "share", "log-odds", "per-second", "choice", "switch"]),
  group: z.string(),
  /** Null for a switch and a choice. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Rests on human behaviour nobody has measured. */
  assumption: z.boolean(),
  choices: z.array(z.string()),
  /** May be null; switched on it becomes `whenOn`, or where that is null too, the default. */
  mayBeOff: z.boolean(),
  whenOn: z.unknown(),
});
/** `parameters` and `defaults` are whole, also while calls are served first come, first served. */
export const triagePolicy = z.object({
  order: triageOrder,
  parameters,
  defaults: parameters,
  changedAt: z.number().nullable(),
  /** A name; null: the house, from its file. */
  changedBy: z.string().nullable(),
  fields: z.array(triageField),
  /** Scenarios a change can be tried on. */
  scenarios: z.array(z.string()),
});

const scenarioName = z.string().min(1).max(40);
const onShift = z.number().int().min(1).max(50);
export const previewTriagePolicy = z.object({
  order: triageOrder,
  parameters,
  scenarios: z.array(scenarioName).min(1).max(4),
  operators: onShift,
});
export const previewStarted = z.object({ preview: z.string() });
const runState = z.enum(["running", "done", "failed"]);
const share = z.number().min(0).max(1);
export const triagePreview = z.object({
  state: runState,
  /** Replications played, of so many. */
  done: z.number(),
  of: z.number(),
  /** Why it failed; null otherwise. */
  sentence: z.string().nullable(),
  /** Shares of the simulated persons in need, 0–1; the assumptions stand in docs/triage-policy.md. */
  results: z.array(
    z.object({
      scenario: z.string(),
      policy: z.enum(["now", "proposed", "first-come"]),
      p10: share,
      p20: share,
      p60: share,
      lost: share,
      refused: share,
      nuisanceMinutesPerHour: z.number(),
      /** Half of the 95 % interval of `p10`. */
      p10Within: z.number(),
      answerTimes: z.array(z.object({ seconds: z.number(), share })),
    }),
  ),
});
/** `preview`: the trial of exactly this; null only for first come, first served, which every trial is compared with. */
export const changeTriagePolicy = z.object({
  order: triageOrder,
  parameters,
  preview: z.string().min(1).max(64).nullable(),
});

/** `no-people`: triage without what rests on how operators behave when asked, which nobody has measured. */
export const planPolicy = z.enum(["triage", "no-people", "fifo", "block3"]);
/** One of the published scenarios by name, or a scenario file's content; `seeds`: how many evenings are played. */
export const startPlan = z
  .object({
    scenario: scenarioName.optional(),
    file: parameters.optional(),
    operators: z.array(onShift).min(1).max(8),
    policies: z.array(planPolicy).min(1).max(4),
    seeds: z.number().int().min(1).max(100).default(20),
    goals: z.object({ p10: share, lost: share }).optional(),
    /** The least number on shift that meets the goals is searched up to this one. */
    searchUpTo: onShift.optional(),
  })
  .refine(({ scenario, file }) => (scenario === undefined) !== (file === undefined), {
    error: "either scenario or file",
    path: ["scenario"],
  });
export const planStarted = z.object({ plan: z.string() });

/** Value and half of its 95 % interval. */
const estimate = z.object({ value: z.number(), ci: z.number() });
const figures = z.object({
  needs: z.number(),
  p10: estimate,
  p20: estimate,
  p60: estimate,
  lost: estimate,
  refused: estimate,
  /** s; null: more than one in twenty were never answered. */
  p95Wait: z.number().nullable(),
  nuisanceMinutesPerHour: estimate,
  occupancy: estimate,
});
const load = z.object({ callsPerHour: z.number(), service: z.number(), patience: z.number() });
const erlangA = z.array(
  z.object({ operators: z.number(), answeredInTime: z.number(), lost: z.number(), occupancy: z.number() }),
);
const onShiftOrByHour = z.union([z.number(), z.array(z.number())]);
export const planReport = z.object({
  scenario: z.string(),
  replications: z.number(),
  perOperators: z.array(
    z.object({
      operators: onShiftOrByHour,
      policies: z.record(
        z.string(),
        z.object({ figures, answerTimes: z.array(z.object({ seconds: z.number(), share })) }),
      ),
    }),
  ),
  load,
  erlangA,
  recommendation: z.object({
    goals: z.object({ p10: share, lost: share }),
    policy: z.string(),
    simulated: z.object({ operators: z.number(), figures, sure: z.boolean() }).nullable(),
    formula: z.number().nullable(),
    tried: z.array(z.number()),
  }),
});
export const plan = z.object({
  state: runState,
  /** Share of the whole that is done, 0–1. */
  share,
  sentence: z.string().nullable(),
  /** The formula's view of the busiest hour, known at once. */
  quick: z.object({ load, erlangA }),
  report: planReport.nullable(),
});

export type TriagePolicy = z.infer<typeof triagePolicy>;
export type TriagePreview = z.infer<typeof triagePreview>;
export type Plan = z.infer<typeof plan>;
