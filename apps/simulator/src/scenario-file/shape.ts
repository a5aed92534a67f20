import { z } from "zod";
import type { PolicyChanges } from "../experiment/policy-changes.ts";
import { type ClassName, classes } from "../population/classes.ts";

/** A scenario as a city writes it: docs/scenario-file.md tells every key with an example. */
const share = z.number().min(0).max(1);
const classNames = Object.keys(classes) as [ClassName, ...ClassName[]];
const byHour = (one: z.ZodNumber) => z.union([one, z.array(one).length(24)]);

/** No city has more; far beyond it a run would take hours. */
const rate = z.number().min(0).max(20_000);
const onShift = z.number().int().min(0).max(200);

const spread = z.strictObject({
  mean: z.number().positive().max(86_400),
  cv: z.union([z.number().positive().max(10), z.literal("exponential")]),
});
const redial = z.strictObject({ probability: share, after: z.number().min(0), mean: z.number().min(0) });
const response = z
  .strictObject({ strong: share, weak: share })
  .refine(({ strong, weak }) => strong + weak <= 1, "strong and weak together are at most 1");

const callerClass = z.strictObject({
  service: spread,
  patience: spread,
  abandoned: redial,
  refused: redial,
  attempts: z.number().int().min(1).max(1000),
  asked: response,
  askedAgain: response,
  bulletin: z
    .strictObject({ content: share, somethingElse: share })
    .refine(({ content, somethingElse }) => content + somethingElse <= 1, "both together are at most 1"),
  returns: redial.nullable(),
});

const sumOf = (shares: readonly (number | undefined)[]): number =>
  shares.reduce<number>((sum, one) => sum + (one ?? 0), 0);

const origins = z
  .strictObject({ new: share, good: share, abuser: share, anonymous: share })
  .partial()
  .refine((given) => Math.abs(sumOf(Object.values(given)) - 1) < 1e-6, "shares sum to 1");

const caller = z.strictObject({
  class: z.enum(classNames),
  /** Calls for the first time an hour: all day alike, or one rate for each hour of the day. */
  perHour: byHour(rate),
  origins: origins.optional(),
});

const redialling = z.union([
  z.strictObject({ phones: z.number().int().min(1).max(500) }),
  z.strictObject({
    groupsPerHour: z.number().positive().max(100),
    mostPhones: z.number().int().min(1).max(100),
    activeMinutes: z.number().positive().max(1440),
    knownShare: share,
  }),
]);

const changes: z.ZodType<PolicyChanges> = z.lazy(() =>
  z.record(z.string(), z.union([z.number(), z.string(), z.null(), changes])),
);

export const scenarioFile = z.strictObject({
  /** What the file follows where it says nothing: a published scenario. */
  like: z.string().optional(),
  name: z.string().min(1).max(80),
  operators: byHour(onShift).optional(),
  lines: z.number().int().min(1).max(10_000).optional(),
  startsAtHour: z.number().min(0).lt(24).optional(),
  warmUpMinutes: z.number().min(0).max(1440).optional(),
  measuredHours: z.number().positive().max(744).optional(),
  drainMinutes: z.number().min(0).max(1440).optional(),
  pickUpSeconds: z.number().min(0).max(60).optional(),
  nuisanceLabelsPerDay: z.number().min(0).max(100_000).optional(),
  callers: z.array(caller).max(50).optional(),
  redialling: z.array(redialling).max(20).optional(),
  disaster: z
    .strictObject({
      callers: z.number().positive().max(20_000),
      fromMinutes: z.number().min(0),
      decayMinutes: z.number().positive(),
    })
    .nullable()
    .optional(),
  classes: z.partialRecord(z.enum(classNames), callerClass.partial()).optional(),
  policy: changes.optional(),
});
export type ScenarioFile = z.infer<typeof scenarioFile>;
