import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reference } from "@siaga/contracts/http";

type AreaFile = {
  districts: { name: string; areas: { code: string; name: string; postcode: string; centre: [number, number] }[] }[];
};

/** The demo city's own files, as the console receives them. */
export function demoReference(): Reference {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(join(import.meta.dirname, `../../../../cities/kota-serang/${name}.json`), "utf8")) as T;
  const city = read<Reference["city"] & { desks: Reference["desks"] }>("city");
  const areas = read<AreaFile>("areas").districts.flatMap(({ name: district, areas: inside }) =>
    inside.map(({ code, name, postcode, centre: [latitude, longitude] }) => ({
      code,
      name,
      district,
      postcode,
      latitude,
      longitude,
    })),
  );
  return {
    city: { name: city.name, code: city.code, demo: true },
    areas,
    incidentTypes: read<Pick<Reference, "incidentTypes">>("incident-types").incidentTypes,
    agencies: read<Pick<Reference, "agencies">>("agencies").agencies,
    lines: [{ line: "112", name: "112 Darurat", test: false, recorded: true }],
    desks: city.desks.map(({ desk, name }) => ({ desk, name })),
  };
}
