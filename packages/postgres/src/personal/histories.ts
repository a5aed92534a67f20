import type { CallerHistory, Classification, Instant, PersonalId } from "@siaga/core";
import type { Database } from "../database.ts";
import type { CallerHistories } from "../record.ts";

const facts = "select * from caller_histories($1, $2, $3, $4)";

type Row = {
  readonly caller_id: string;
  readonly calls: number;
  readonly today: number;
  readonly classified: Readonly<Partial<Record<Classification, number>>>;
  readonly reports: number;
  readonly last_at: number | null;
};
const unknown: CallerHistory = { callsToday: 0, calls30Days: 0, classified: {}, genuine: { count: 0, lastAt: null } };
const rememberFor = 30_000;

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

  const ofMany = async (callers: readonly PersonalId[], now: Instant) => {
    if (Math.abs(now - since) > rememberFor) [remembered, since] = [new Map(), now];
    const held = remembered;
    const asked = callers.filter((caller) => !held.has(caller));
    if (asked.length > 0) {
      const { rows } = await database.query<Row>(facts, [centreId, asked, now, timeZone]);
      const found = new Map(rows.map((row) => [row.caller_id, historyOf(row)]));
      for (const caller of asked) held.set(caller, found.get(caller) ?? unknown);
    }
    return new Map(callers.map((caller) => [caller, held.get(caller) ?? unknown]));
  };
  return {
    ofMany,
    of: async (caller, now) => (await ofMany([caller], now)).get(caller) ?? unknown,
    forget() {
      remembered = new Map();
    },
  };
}

const historyOf = ({ calls, today, classified, reports, last_at: lastAt }: Row): CallerHistory => ({
  callsToday: today,
  calls30Days: calls,
  classified,
  genuine: { count: reports, lastAt },
});
