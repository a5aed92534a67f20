import type { AgencyId, DeskId, Instant, OperatorId, PersonalId, Priority } from "@siaga/core";
import type { Database } from "../database.ts";

export type Area = {
  /** Kepmendagri code of a kelurahan. */
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly postcode: string;
  readonly latitude: number;
  readonly longitude: number;
};
export type Agency = {
  readonly id: AgencyId;
  readonly name: string;
  readonly shortName: string;
  readonly kind: "opd" | "vertical";
  readonly phone: string | null;
};
export type IncidentType = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly priority: Priority;
  readonly agencies: readonly AgencyId[];
  readonly words: readonly string[];
  readonly questions: readonly string[];
};
export type DeskSeat = { readonly desk: DeskId; readonly name: string; readonly reservedFor: "supervisor" | null };

/** One of the city's lists, in the order it was kept. `keep` adds rows and changes those with the same key; none is removed. */
export interface CityList<T> {
  all(): Promise<readonly T[]>;
  keep(rows: readonly T[]): Promise<void>;
}

/** What the city is made of. */
export interface CityRecord {
  readonly areas: CityList<Area>;
  readonly agencies: CityList<Agency>;
  readonly incidentTypes: CityList<IncidentType>;
  readonly desks: CityList<DeskSeat>;
  readonly settings: {
    read(key: string): Promise<unknown>;
    keep(key: string, value: unknown): Promise<void>;
  };
  readonly testNumbers: {
    all(): Promise<readonly PersonalId[]>;
    add(number: PersonalId, by: OperatorId | null, at: Instant): Promise<void>;
    remove(number: PersonalId): Promise<void>;
  };
}

export const openCityRecord = (database: Database, centreId: string): CityRecord => ({
  areas: openList<Area>(database, centreId, "areas", ["code"], {
    code: "text",
    name: "text",
    district: "text",
    postcode: "text",
    latitude: "double precision",
    longitude: "double precision",
  }),
  agencies: openList<Agency>(database, centreId, "agencies", ["id"], {
    id: "text",
    name: "text",
    shortName: "text",
    kind: "text",
    phone: "text",
  }),
  incidentTypes: openList<IncidentType>(database, centreId, "incident_types", ["id"], {
    id: "text",
    name: "text",
    nameEn: "text",
    priority: "integer",
    agencies: "jsonb",
    words: "jsonb",
    questions: "jsonb",
  }),
  desks: openList<DeskSeat>(database, centreId, "desks", ["desk"], { desk: "text", name: "text", reservedFor: "text" }),
  settings: openSettings(database, centreId),
  testNumbers: openTestNumbers(database, centreId),
});

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns of a list are its type's members in snake case; every name here is ours, never a person's input. */
function openList<T extends object>(
  database: Database,
  centreId: string,
  table: string,
  key: readonly (keyof T & string)[],
  columns: Readonly<Record<keyof T & string, string>>,
): CityList<T> {
  const names = Object.keys(columns) as (keyof T & string)[];
  const select = names.map((name) => `${snake(name)} as "${name}"`).join(", ");
  const change = [...names.filter((name) => !key.includes(name)).map(snake), "position"];
  const keepThem = `
insert into ${table} (centre_id, ${names.map(snake).join(", ")}, position)
select $1, ${names.map((name) => `"${name}"`).join(", ")}, position
  from rows from (jsonb_to_recordset($2::jsonb) as (${names.map((name) => `"${name}" ${columns[name]}`).join(", ")}))
       with ordinality as row (${names.map((name) => `"${name}"`).join(", ")}, position)
on conflict (centre_id, ${key.map(snake).join(", ")}) do update set ${change.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  return {
    all: async () =>
      (
        await database.query<T>(
          `select ${select} from ${table} where centre_id = $1 order by position, ${snake(key[0] ?? "position")}`,
          [centreId],
        )
      ).rows,
    async keep(rows) {
      if (rows.length > 0) await database.query(keepThem, [centreId, JSON.stringify(rows)]);
    },
  };
}

const openSettings = (database: Database, centreId: string): CityRecord["settings"] => ({
  async read(key) {
    const sql = "select value from settings where centre_id = $1 and key = $2";
    return (await database.query<{ value: unknown }>(sql, [centreId, key])).rows[0]?.value ?? null;
  },
  async keep(key, value) {
    const sql = `insert into settings (centre_id, key, value) values ($1, $2, $3::jsonb)
      on conflict (centre_id, key) do update set value = excluded.value`;
    await database.query(sql, [centreId, key, JSON.stringify(value)]);
  },
});

const openTestNumbers = (database: Database, centreId: string): CityRecord["testNumbers"] => ({
  async all() {
    const sql = "select number_id from test_numbers where centre_id = $1 order by added_at, number_id";
    return (await database.query<{ number_id: string }>(sql, [centreId])).rows.map((row) => row.number_id);
  },
  async add(number, by, at) {
    const sql = `insert into test_numbers (centre_id, number_id, added_by, added_at) values ($1, $2, $3, $4) on conflict do nothing`;
    await database.query(sql, [centreId, number, by, at]);
  },
  async remove(number) {
    await database.query("delete from test_numbers where centre_id = $1 and number_id = $2", [centreId, number]);
  },
});
