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
  /** Takes over what `siaga staff` changed meanwhile. Rejects when the record cannot be read; then all stays as it was. */
  reread(): Promise<void>;
}

/** Reads every account, and again whenever asked to. */
export async function openAccounts(operators: Pick<Operators, "all">): Promise<Accounts> {
  let byId: ReadonlyMap<OperatorId, Operator> = new Map();
  let byUsername: ReadonlyMap<string, Operator> = new Map();
  const reread = async (): Promise<void> => {
    const all = await operators.all();
    byId = new Map(all.map((operator) => [operator.id, operator]));
    byUsername = new Map(all.map((operator) => [operator.username.toLowerCase(), operator]));
  };
  await reread();
  return {
    reread,
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
