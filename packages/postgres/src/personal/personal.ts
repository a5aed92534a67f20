import { randomUUIDv7 } from "node:crypto";
import type { PersonalId } from "@siaga/core";
import type { Database } from "../database.ts";
import type { Personal } from "../record.ts";
import { lookupOf, seal, unseal } from "./seal.ts";

export type PersonalKeys = { readonly personal: Buffer; readonly lookup: Buffer };
type Row = {
  readonly id: string;
  readonly kind: string;
  readonly ciphertext: Buffer | null;
  readonly wrapped_key: Buffer | null;
};

const readRows = "select id, kind, ciphertext, wrapped_key from personal where centre_id = $1 and id = any($2)";

// A number already known under another id is kept beside it without lookup; a repeated put changes nothing.
const putRow = `
insert into personal (centre_id, id, kind, ciphertext, wrapped_key, lookup)
select $1, $2, $3, $4, $5,
       case when exists (select 1 from personal where centre_id = $1 and lookup = $6 and id <> $2) then null else $6::bytea end
on conflict (centre_id, id) do nothing`;

const eraseRow = `
update personal set ciphertext = null, wrapped_key = null, lookup = null, erased_at = now()
 where centre_id = $1 and id = $2 and erased_at is null`;

const auditRow = "insert into reads (centre_id, at, operator, what, subject) values ($1, $2, $3, $4, $5)";

export function openPersonal(database: Database, centreId: string, keys: PersonalKeys): Personal {
  const nameOf = (id: string, kind: string): string => `${centreId}/${kind}/${id}`;
  const numberIds = async (normalised: readonly string[]) => idsOf(database, centreId, keys, normalised, nameOf);
  return {
    async put(kind, text, { lookup, id = randomUUIDv7() } = {}) {
      const { ciphertext, wrappedKey } = seal(text, nameOf(id, kind), keys.personal);
      const found = lookup === undefined ? null : lookupOf(lookup, keys.lookup);
      await database.query(putRow, [centreId, id, kind, ciphertext, wrappedKey, found]);
      return id;
    },
    async read(ids) {
      if (ids.length === 0) return new Map();
      const { rows } = await database.query<Row>(readRows, [centreId, [...ids]]);
      return new Map(rows.map((row) => [row.id, textOf(row, nameOf(row.id, row.kind), keys)]));
    },
    async numberId(normalised) {
      return (await numberIds([normalised])).get(normalised) ?? Promise.reject(new Error("the number got no id"));
    },
    numberIds,
    async erase(id) {
      await database.query(eraseRow, [centreId, id]);
    },
    async audit({ by, what, subject, at }) {
      await database.query(auditRow, [centreId, at, by, what, subject]);
    },
  };
}

const textOf = ({ ciphertext, wrapped_key: wrappedKey }: Row, name: string, keys: PersonalKeys): string | null =>
  ciphertext === null || wrappedKey === null ? null : unseal({ ciphertext, wrappedKey }, name, keys.personal);

const findOrMake = "select id, lookup from number_ids($1, $2, $3, $4, $5)";

/** One round trip; a second for numbers another connection was writing at that moment. */
async function idsOf(
  database: Database,
  centreId: string,
  keys: PersonalKeys,
  normalised: readonly string[],
  nameOf: (id: string, kind: string) => string,
): Promise<ReadonlyMap<string, PersonalId>> {
  const byLookup = new Map(normalised.map((number) => [lookupOf(number, keys.lookup).toString("hex"), number]));
  const ids = new Map<string, PersonalId>();
  for (let tries = 0; tries < 3 && ids.size < byLookup.size; tries++) {
    const wanted = [...byLookup]
      .filter(([, number]) => !ids.has(number))
      .map(([lookup, number]) => {
        const id = randomUUIDv7();
        return { lookup: Buffer.from(lookup, "hex"), id, ...seal(number, nameOf(id, "number"), keys.personal) };
      });
    const values = [
      centreId,
      wanted.map(({ lookup }) => lookup),
      wanted.map(({ id }) => id),
      wanted.map(({ ciphertext }) => ciphertext),
      wanted.map(({ wrappedKey }) => wrappedKey),
    ];
    const { rows } = await database.query<{ id: string; lookup: Buffer }>(findOrMake, values);
    for (const { id, lookup } of rows) ids.set(byLookup.get(lookup.toString("hex")) ?? "", id);
  }
  return ids;
}
