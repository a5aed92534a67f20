import {
  type CallerHistory,
  type Classification,
  type Instant,
  nuisanceLabel,
  nuisanceOf,
  type PersonalId,
  silentLabels,
} from "@siaga/core";
import type { Database } from "../database.ts";
import type { CallerHistories, CallerMemory } from "../record.ts";

const facts = "select * from caller_histories($1, $2, $3, $4)";
const factsAndFaded = `
select caller_id, coalesce(h.calls, 0) as calls, coalesce(h.today, 0) as today, coalesce(h.classified, '{}') as classified,
       coalesce(h.reports, 0) as reports, h.last_at, f.meant, f.silent, f.genuine
  from faded_histories($1, $2, $3, $5, $6, $7, $8, $9) f
  left join caller_histories($1, $2, $3, $4) h using (caller_id)
 where h.calls is not null or f.meant > 0 or f.silent > 0 or f.genuine > 0`;

type Row = {
  readonly caller_id: string;
  readonly calls: number;
  readonly today: number;
  readonly classified: Readonly<Partial<Record<Classification, number>>>;
  readonly reports: number;
  readonly last_at: number | null;
  readonly meant?: number;
  readonly silent?: number;
  readonly genuine?: number;
};
const unknown: CallerHistory = { callsToday: 0, calls30Days: 0, classified: {}, genuine: { count: 0, lastAt: null } };
const rememberFor = 30_000;

const labelled = (nuisance: boolean): string[] =>
  Object.entries(nuisanceLabel).flatMap(([label, says]) => (says === nuisance ? [label] : []));
const labels = {
  meant: labelled(true).filter((label) => !silentLabels.some((silent) => silent === label)),
  silent: [...silentLabels],
  genuine: labelled(false),
};

/**
 * Histories from the projected calls. A flood from one number asks the same question hundreds of times a second, so an
 * answer is remembered until more of the log was folded (`forget`), or for 30 s.
 */
export function openHistories(
  database: Database,
  centreId: string,
  timeZone: string,
): CallerHistories & { forget(): void } {
  let remembered = new Map<PersonalId, CallerHistory>();
  let since: Instant = 0;
  let rememberedAs = "";

  const ofMany = async (callers: readonly PersonalId[], now: Instant, memory?: CallerMemory) => {
    const as = `${memory?.nuisanceHalfLife} ${memory?.genuineHalfLife} ${memory?.silentMost}`;
    if (Math.abs(now - since) > rememberFor || as !== rememberedAs) remembered = new Map();
    if (remembered.size === 0) [since, rememberedAs] = [now, as];
    const held = remembered;
    const asked = callers.filter((caller) => !held.has(caller));
    if (asked.length > 0) {
      const rows = await ask(database, [centreId, asked, now, timeZone], memory);
      const found = new Map(rows.map((row) => [row.caller_id, historyOf(row, memory)]));
      for (const caller of asked) held.set(caller, found.get(caller) ?? unknown);
    }
    return new Map(callers.map((caller) => [caller, held.get(caller) ?? unknown]));
  };
  return {
    ofMany,
    of: async (caller, now, memory) => (await ofMany([caller], now, memory)).get(caller) ?? unknown,
    forget() {
      remembered = new Map();
    },
  };
}

async function ask(database: Database, values: readonly unknown[], memory?: CallerMemory): Promise<readonly Row[]> {
  if (memory === undefined) return (await database.query<Row>(facts, [...values])).rows;
  const { nuisanceHalfLife, genuineHalfLife } = memory;
  const fading = [labels.meant, labels.silent, nuisanceHalfLife, labels.genuine, genuineHalfLife];
  return (await database.query<Row>(factsAndFaded, [...values, ...fading])).rows;
}

const historyOf = (row: Row, memory?: CallerMemory): CallerHistory => ({
  callsToday: row.today,
  calls30Days: row.calls,
  classified: row.classified,
  genuine: { count: row.reports, lastAt: row.last_at },
  ...(memory !== undefined && { faded: fadedOf(row, memory) }),
});

const fadedOf = ({ meant = 0, silent = 0, genuine = 0 }: Row, memory: CallerMemory) => ({
  nuisance: rounded(nuisanceOf(meant, silent, memory)),
  genuine: rounded(genuine),
});

/** Enough for every weight, and the same in every log. */
const rounded = (amount: number): number => Math.round(amount * 1e4) / 1e4;
