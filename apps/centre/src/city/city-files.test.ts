import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readCityFiles, UnusableCityError } from "./city-files.ts";

const cities = join(import.meta.dirname, "../../../../cities");

test("Kota Serang has its 6 kecamatan, 67 kelurahan, 9 OPD, 5 vertical agencies and 12 staff in 3 shifts", () => {
  const city = readCityFiles(join(cities, "kota-serang"));
  const room = city.staff.filter((person) => person.shift !== null);
  const count = (kind: string) => city.agencies.filter((agency) => agency.kind === kind).length;

  assert.equal(city.districts.length, 6);
  assert.equal(city.districts.flatMap((district) => district.areas).length, 67);
  assert.deepEqual([count("opd"), count("vertical")], [9, 5]);
  assert.equal(room.length, 12);
  assert.deepEqual([...new Set(room.map((person) => person.shift))], ["Regu A", "Regu B", "Regu C"]);
  for (const agency of city.agencies)
    assert.equal(city.staff.filter((person) => person.agency === agency.id).length, 1, agency.id);
});

test("every shift of the demo city can answer, dispatch and lead", () => {
  const city = readCityFiles(join(cities, "kota-serang"));
  for (const shift of ["Regu A", "Regu B", "Regu C"]) {
    const roles = city.staff.filter((person) => person.shift === shift).map((person) => person.role);
    assert.deepEqual(roles.toSorted(), ["call-taker", "call-taker", "dispatcher", "supervisor"]);
  }
});

test("every incident type of the demo city but the last resort proposes an agency, and Serang's own are there", () => {
  const city = readCityFiles(join(cities, "kota-serang"));
  const unrouted = city.incidentTypes.filter((type) => type.agencies.length === 0).map((type) => type.id);
  assert.deepEqual(unrouted, ["lainnya"]);
  for (const own of ["gizi-buruk", "mobil-jenazah"])
    assert.ok(
      city.incidentTypes.some((type) => type.id === own),
      own,
    );
});

test("the empty city has an admin, seats and generic incident types", () => {
  const city = readCityFiles(join(cities, "empty"));
  assert.deepEqual(
    city.staff.map((person) => person.role),
    ["admin"],
  );
  assert.equal(city.demoPassword, null);
  assert.ok(city.incidentTypes.length >= 10 && city.desks.length >= 2);
});

/** A city with one file changed, and the sentences it is refused with. */
function sentencesWith(file: string, change: (text: string) => string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "siaga-city-"));
  try {
    cpSync(join(cities, "kota-serang"), folder, { recursive: true });
    const path = join(folder, `${file}.json`);
    writeFileSync(path, change(readFileSync(path, "utf8")));
    readCityFiles(folder);
    return [];
  } catch (error) {
    assert.ok(error instanceof UnusableCityError);
    return error.sentences;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a mistake in a city's file is refused with a sentence naming the file and the key", () => {
  const [postcode] = sentencesWith("areas", (text) => text.replace('"42116"', '"4211"'));
  assert.match(postcode ?? "", /areas\.json: districts\.0\.areas\.0\.postcode: five digits/);

  const [routing] = sentencesWith("incident-types", (text) => text.replace('["damkar"', '["damkr"'));
  assert.match(routing ?? "", /incident-types\.json: kebakaran\.agencies: there is no agency "damkr"/);

  const [json] = sentencesWith("staff", (text) => text.slice(0, -5));
  assert.match(json ?? "", /staff\.json: .*JSON/);

  const [double] = sentencesWith("city", (text) => text.replace("meja-2", "meja-1"));
  assert.match(double ?? "", /city\.json: desk "meja-1" is there twice/);
});
