/** What a city is made of, as files: `cities/<name>/{city,areas,agencies,incident-types,staff}.json`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { role } from "@siaga/contracts/http";
import { priority } from "@siaga/contracts/live";
import { z } from "zod";

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "lower-case letters, digits and dashes, such as satpol-pp");
const name = z.string().trim().min(1).max(120);
const kelurahan = z.string().regex(/^\d{2}\.\d{2}\.\d{2}\.\d{4}$/, "a Kepmendagri code such as 36.73.01.1001");
const kecamatan = z.string().regex(/^\d{2}\.\d{2}\.\d{2}$/, "a Kepmendagri code such as 36.73.01");
const [latitude, longitude] = [z.number().min(-90).max(90), z.number().min(-180).max(180)];

const desk = z.strictObject({
  desk: key,
  name,
  /** Kept free for supervisors when somebody asks for any desk. */
  for: z.literal("supervisor").optional(),
});
const areaRow = z.strictObject({
  code: kelurahan,
  name,
  postcode: z.string().regex(/^\d{5}$/, "five digits"),
  centre: z.tuple([latitude, longitude]),
});
const account = z.strictObject({
  username: z.string().regex(/^[a-z0-9.-]{2,40}$/, "lower-case letters, digits, dots and dashes"),
  name,
  role,
  agency: key.nullable().default(null),
  shift: name.nullable().default(null),
});
const schemas = {
  city: z.strictObject({
    name,
    code: z.string().nullable(),
    demo: z.boolean(),
    /** One documented password for every demo account; null where accounts are real. */
    demoPassword: z.string().min(8).nullable(),
    desks: z.array(desk).min(1, "at least one desk"),
  }),
  areas: z.strictObject({ districts: z.array(z.strictObject({ code: kecamatan, name, areas: z.array(areaRow) })) }),
  agencies: z.strictObject({
    agencies: z.array(
      z.strictObject({
        id: key,
        name,
        shortName: name,
        kind: z.enum(["opd", "vertical"]),
        phone: z.string().nullable(),
      }),
    ),
  }),
  "incident-types": z.strictObject({
    incidentTypes: z
      .array(
        z.strictObject({
          id: key,
          name,
          nameEn: name,
          priority,
          agencies: z.array(key),
          words: z.array(z.string().min(2).max(40)),
          questions: z
            .array(z.string().min(3).max(160))
            .min(2, "two to four questions")
            .max(4, "two to four questions"),
        }),
      )
      .min(1, "at least one incident type"),
  }),
  staff: z.strictObject({ staff: z.array(account).min(1, "at least one account") }),
};
type FileName = keyof typeof schemas;
type Content = { readonly [F in FileName]: z.infer<(typeof schemas)[F]> };

/** A whole city, checked. */
export type CityFiles = Content["city"] &
  Content["areas"] &
  Content["agencies"] &
  Content["incident-types"] &
  Content["staff"];
export type Account = CityFiles["staff"][number];

/** A city's files cannot be used. One sentence a mistake, naming file and key. */
export class UnusableCityError extends Error {
  override name = "UnusableCityError";
  readonly sentences: readonly string[];
  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"));
    this.sentences = sentences;
  }
}

/** Reads and checks the folder of one city. Throws `UnusableCityError`. */
export function readCityFiles(folder: string): CityFiles {
  const mistakes: string[] = [];
  const read = <F extends FileName>(file: F): Content[F] => {
    const path = join(folder, `${file}.json`);
    const parsed = schemas[file].safeParse(parseJson(path, mistakes));
    if (parsed.success) return parsed.data as Content[F];
    for (const issue of parsed.error.issues)
      mistakes.push(`${path}: ${issue.path.map(String).join(".") || "the file"}: ${issue.message}`);
    return {} as Content[F];
  };
  const city = {
    ...read("city"),
    ...read("areas"),
    ...read("agencies"),
    ...read("incident-types"),
    ...read("staff"),
  };
  if (mistakes.length === 0) mistakes.push(...brokenReferences(city, folder));
  if (mistakes.length > 0) throw new UnusableCityError(mistakes);
  return city;
}

function parseJson(path: string, mistakes: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    mistakes.push(`${path}: ${(error as Error).message}`);
    return {};
  }
}

/** Keys that point at nothing and keys used twice: a typing mistake in a routing must not wait for an emergency. */
function brokenReferences(city: CityFiles, folder: string): string[] {
  const agencies = new Set(city.agencies.map((agency) => agency.id));
  const at = (file: FileName): string => join(folder, `${file}.json`);
  return [
    ...city.incidentTypes.flatMap((type) =>
      type.agencies
        .filter((agency) => !agencies.has(agency))
        .map((agency) => `${at("incident-types")}: ${type.id}.agencies: there is no agency "${agency}"`),
    ),
    ...city.staff
      .filter((person) => (person.role === "agency") !== (person.agency !== null && agencies.has(person.agency)))
      .map(
        (person) =>
          `${at("staff")}: ${person.username}.agency: an agency account names one agency of agencies.json, others none`,
      ),
    ...twice(
      at("staff"),
      "username",
      city.staff.map((person) => person.username),
    ),
    ...twice(
      at("agencies"),
      "id",
      city.agencies.map((agency) => agency.id),
    ),
    ...twice(
      at("incident-types"),
      "id",
      city.incidentTypes.map((type) => type.id),
    ),
    ...twice(
      at("city"),
      "desk",
      city.desks.map((seat) => seat.desk),
    ),
    ...twice(
      at("areas"),
      "code",
      city.districts.flatMap((district) => district.areas.map((area) => area.code)),
    ),
  ];
}

const twice = (path: string, field: string, keys: readonly string[]): string[] =>
  keys
    .filter((value, index) => keys.indexOf(value) !== index)
    .map((value) => `${path}: ${field} "${value}" is there twice`);
