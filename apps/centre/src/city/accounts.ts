import type { OperatorId } from "@siaga/core";
import type { Operator, Operators } from "@siaga/postgres";
import type { Actor } from "../policies/actor.ts";

/** Everybody's accounts, in memory: signing in and names on screens need no database. */
export interface Accounts {
  /** What a sign-in is checked against; null for unknown and for inactive accounts. */
  byUsername(username: string): { readonly operator: OperatorId; readonly passwordHash: string } | null;
  /** The person behind a session; null once the account is inactive. */
  actor(operator: OperatorId): Actor | null;
  /** Names are kept for those who left, too: the log still speaks of them. */
  nameOf(operator: OperatorId): string | null;
}

/** Reads every account once. */
export async function openAccounts(operators: Pick<Operators, "all">): Promise<Accounts> {
  const all = await operators.all();
  const byId = new Map<OperatorId, Operator>(all.map((operator) => [operator.id, operator]));
  const byUsername = new Map(all.map((operator) => [operator.username.toLowerCase(), operator]));
  return {
    byUsername(username) {
      const found = byUsername.get(username.toLowerCase());
      return found?.active ? { operator: found.id, passwordHash: found.passwordHash } : null;
    },
    actor(operator) {
      const found = byId.get(operator);
      if (!found?.active) return null;
      const { id, name, role, agency, language } = found;
      return { operator: id, name, role, agency, language };
    },
    nameOf: (operator) => byId.get(operator)?.name ?? null,
  };
}
