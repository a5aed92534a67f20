import { randomBytes, randomUUIDv7 } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Operator, Record } from "@siaga/postgres";
import { type Account, type CityFiles, readCityFiles } from "./city-files.ts";
import { hashPassword } from "./password.ts";

/**
 * Writes a city's files into the record at the first start, and never again: what people changed since stays.
 * Safe to repeat after a power cut in the middle: rows have keys, and the row saying it is done is the last.
 */
export async function seedCity(
  record: Pick<Record, "city" | "operators">,
  folder: string,
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { city, operators } = record;
  if ((await city.settings.read("city")) !== null) return;
  const files = readCityFiles(folder);
  await city.areas.keep(areasOf(files));
  await city.agencies.keep(files.agencies);
  await city.incidentTypes.keep(files.incidentTypes);
  await city.desks.keep(
    files.desks.map((seat) => ({ desk: seat.desk, name: seat.name, reservedFor: seat.for ?? null })),
  );
  await operators.add(await operatorsOf(files, dataDir, env));
  await city.settings.keep("city", { name: files.name, code: files.code, demo: files.demo });
}

const areasOf = (files: CityFiles) =>
  files.districts.flatMap((district) =>
    district.areas.map(({ code, name, postcode, centre: [latitude, longitude] }) => ({
      code,
      name,
      district: district.name,
      postcode,
      latitude,
      longitude,
    })),
  );

/** Demo accounts share the one documented password; a real city's first account gets its own. */
async function operatorsOf(files: CityFiles, dataDir: string, env: NodeJS.ProcessEnv): Promise<Operator[]> {
  const password = files.demoPassword ?? adminPassword(dataDir, env);
  return Promise.all(files.staff.map(async (account) => operatorOf(account, await hashPassword(password))));
}

const operatorOf = ({ username, name, role, agency, shift }: Account, passwordHash: string): Operator => ({
  id: randomUUIDv7(),
  username,
  name,
  role,
  agency,
  shift,
  language: "id",
  passwordHash,
  active: true,
});

/** `SIAGA_ADMIN_PASSWORD`, else one made here and left in `<dataDir>/admin-password` (0600) for the house to show once. */
function adminPassword(dataDir: string, env: NodeJS.ProcessEnv): string {
  const given = env["SIAGA_ADMIN_PASSWORD"];
  if (given !== undefined && given !== "") return given;
  const file = join(dataDir, "admin-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = randomBytes(12).toString("base64url");
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: "wx" });
  return made;
}
