import type { AgencyId, OperatorId } from "@siaga/core";
import type { Database } from "../database.ts";

export type Role = "call-taker" | "dispatcher" | "supervisor" | "agency" | "admin";

/** A member of staff, or an agency's account. */
export type Operator = {
  readonly id: OperatorId;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: AgencyId | null;
  readonly language: "id" | "en";
  readonly shift: string | null;
  /** As the password's hash function wrote it (PHC string). */
  readonly passwordHash: string;
  readonly active: boolean;
};

/** Accounts. Usernames are found whatever their case. */
export interface Operators {
  all(): Promise<readonly Operator[]>;
  byUsername(username: string): Promise<Operator | null>;
  byId(id: OperatorId): Promise<Operator | null>;
  /** Adds accounts whose id and username are new; those already there keep what was changed since. */
  add(operators: readonly Operator[]): Promise<void>;
  /** Changes everything but the id. */
  change(operator: Operator): Promise<void>;
}

const columns = `id, username, name, role, agency, language, shift, password_hash as "passwordHash", active`;
const addThem = `
insert into operators (centre_id, id, username, name, role, agency, language, shift, password_hash, active)
select $1, id, username, name, role, agency, language, shift, "passwordHash", active
  from jsonb_to_recordset($2::jsonb) as o (id text, username text, name text, role text, agency text,
       language text, shift text, "passwordHash" text, active boolean)
on conflict do nothing`;
const changeOne = `
update operators set username = $3, name = $4, role = $5, agency = $6, language = $7, shift = $8, password_hash = $9, active = $10
 where centre_id = $1 and id = $2`;

export function openOperators(database: Database, centreId: string): Operators {
  const select = async (where: string, values: readonly unknown[]): Promise<readonly Operator[]> =>
    (
      await database.query<Operator>(`select ${columns} from operators where centre_id = $1 ${where}`, [
        centreId,
        ...values,
      ])
    ).rows;
  return {
    all: () => select("order by name", []),
    byUsername: async (username) => (await select("and lower(username) = lower($2)", [username]))[0] ?? null,
    byId: async (id) => (await select("and id = $2", [id]))[0] ?? null,
    async add(operators) {
      await database.query(addThem, [centreId, JSON.stringify(operators)]);
    },
    async change({ id, username, name, role, agency, language, shift, passwordHash, active }) {
      const values = [centreId, id, username, name, role, agency, language, shift, passwordHash, active];
      await database.query(changeOne, values);
    },
  };
}
