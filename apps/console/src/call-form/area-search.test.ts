import assert from "node:assert/strict";
import { test } from "node:test";
import { demoReference } from "../preview/city.ts";
import { openAreaSearch } from "./area-search.ts";
import { proposeType } from "./proposal.ts";

const { areas, incidentTypes } = demoReference();
const search = openAreaSearch(areas);
const named = (heard: string): string[] => search(heard).map(({ name, district }) => `${name}, ${district}`);

const misheard: readonly (readonly [string, string])[] = [
  ["banjarsri", "Banjarsari"],
  ["bnjrsari", "Banjarsari"],
  ["sukawna", "Sukawana"],
  ["soekawana", "Sukawana"],
  ["sumurpecung", "Sumur Pecung"],
  ["sumur pecong", "Sumur Pecung"],
  ["cimuncng", "Cimuncang"],
  ["kel. cipare", "Cipare"],
  ["tjipare", "Cipare"],
];

for (const [heard, name] of misheard)
  test(`“${heard}” finds ${name} first`, () => assert.equal(search(heard)[0]?.name, name));

test("a name that exists twice is offered with both kecamatan", () => {
  const found = named("sukawana");

  assert.ok(found.includes("Sukawana, Serang"));
  assert.ok(found.includes("Sukawana, Curug"));
});

test("the kecamatan behind the name decides between two", () => {
  assert.equal(named("sukawana curug")[0], "Sukawana, Curug");
});

test("every kelurahan is found by its own name", () => {
  for (const area of areas)
    assert.ok(
      search(area.name).some(({ code }) => code === area.code),
      area.name,
    );
});

test("words of the caller propose a type and say which words; nothing said proposes nothing", () => {
  const proposal = proposeType("Api dari dapur, asap tebal sekali", incidentTypes);

  assert.equal(proposal?.incidentType.id, "kebakaran");
  assert.deepEqual(proposal?.because, ["api", "asap"]);
  assert.equal(proposeType("", incidentTypes), null);
  assert.equal(proposeType("selamat sore pak", incidentTypes), null);
});

test("a word inside another word proposes nothing: kapital is no api", () => {
  assert.equal(proposeType("modal kapital", [incidentTypes[0]!]), null);
});
