import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** A kind of caller: how often it comes, what it says, how long it waits for a human. */
const caller = z.strictObject({
  id: z.string(),
  weight: z.number().positive(),
  /** E.164; null is a withheld number. */
  number: z.string().nullable(),
  line: z.string(),
  voice: z.string().nullable(),
  pitch: z.number().optional(),
  text: z.string().nullable(),
  /** ms this caller stays on the line after SIP answered; a person may end it sooner. */
  staysMs: z.number(),
  /** ms before this caller gives up while nothing answers. */
  patienceMs: z.number(),
});
export type Caller = z.infer<typeof caller>;

const folder = join(import.meta.dirname, "..");

/** The demo city's callers: mostly nuisance, silence and mistakes, as in the field. */
export const population = (): readonly Caller[] =>
  z.array(caller).parse(JSON.parse(readFileSync(join(folder, "callers.json"), "utf8")));

/** Raw A-law at 8 kHz; null for a caller who says nothing. */
export function speechOf({ id, voice }: Caller): Buffer | null {
  return voice === null ? null : readFileSync(join(folder, "audio", `${id}.al`));
}

/** Draws by weight. `chance` is in [0, 1). */
export function draw(callers: readonly Caller[], chance: number): Caller {
  const total = callers.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance * total;
  for (const each of callers) {
    left -= each.weight;
    if (left < 0) return each;
  }
  throw new RangeError("chance must be below 1 and the population not empty");
}
