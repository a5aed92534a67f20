import { cityFolder, type Configuration } from "@siaga/configuration";
import type { Reference } from "@siaga/contracts";
import type { AgencyId, DeskId } from "@siaga/core";
import type { Agency, Area, DeskSeat, IncidentType, Record } from "@siaga/postgres";
import type { City, Clock, Directory } from "../ports.ts";
import { type Accounts, openAccounts } from "./accounts.ts";
import { type MarkedNumbers, openMarkedNumbers } from "./marked-numbers.ts";
import { seedCity } from "./seed.ts";

/** A desk of the room as a claim chooses it. */
export type Seat = { readonly desk: DeskId; readonly name: string; readonly forSupervisor: boolean };
/** Keys the city knows; a form naming another one is refused. */
export type KnownWords = {
  readonly incidentTypes: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
  readonly agencies: ReadonlySet<AgencyId>;
};
/** The whole city in memory, as HTTP uses it. The record stays the truth; what changes here is written there first. */
export type CityOnRecord = City & {
  readonly reference: Omit<Reference, "lines" | "httpsPort">;
  readonly seats: readonly Seat[];
  readonly known: KnownWords;
  readonly accounts: Accounts;
  readonly testNumbers: MarkedNumbers;
};
type CitySettings = { readonly name: string; readonly code: string | null; readonly demo: boolean };

/** Opens the city of this record, making it from its files at the very first start. Throws `UnusableCityError`. */
export async function openCity(
  record: Pick<Record, "city" | "operators" | "personal">,
  configuration: Pick<Configuration, "city" | "dataDir" | "sip" | "lines">,
  clock: Clock,
): Promise<CityOnRecord> {
  await seedCity(record, cityFolder(configuration.city), configuration.dataDir);
  const [settings, areas, agencies, incidentTypes, desks, accounts] = await Promise.all([
    record.city.settings.read("city") as Promise<CitySettings>,
    record.city.areas.all(),
    record.city.agencies.all(),
    record.city.incidentTypes.all(),
    record.city.desks.all(),
    openAccounts(record.operators),
  ]);
  return {
    reference: referenceOf(settings, areas, agencies, incidentTypes, desks),
    seats: desks.map(({ desk, name, reservedFor }) => ({ desk, name, forSupervisor: reservedFor === "supervisor" })),
    known: {
      incidentTypes: new Set(incidentTypes.map(({ id }) => id)),
      areas: new Set(areas.map(({ code }) => code)),
      agencies: new Set(agencies.map(({ id }) => id)),
    },
    directory: directoryOf(areas, agencies, incidentTypes, desks, accounts),
    accounts,
    testNumbers: await openMarkedNumbers(record, configuration, clock),
  };
}

const referenceOf = (
  city: CitySettings,
  areas: readonly Area[],
  agencies: readonly Agency[],
  incidentTypes: readonly IncidentType[],
  desks: readonly DeskSeat[],
): CityOnRecord["reference"] => ({
  city: { name: city.name, code: city.code, demo: city.demo },
  areas: areas.map((area) => ({ ...area })),
  agencies: agencies.map((agency) => ({ ...agency })),
  incidentTypes: incidentTypes.map((type) => ({
    ...type,
    agencies: [...type.agencies],
    words: [...type.words],
    questions: [...type.questions],
  })),
  desks: desks.map(({ desk, name }) => ({ desk, name })),
});

function directoryOf(
  areas: readonly Area[],
  agencies: readonly Agency[],
  incidentTypes: readonly IncidentType[],
  desks: readonly DeskSeat[],
  accounts: Accounts,
): Directory {
  const byCode = new Map(areas.map(({ code, name, district }) => [code, { name, district }]));
  const agencyNames = new Map(agencies.map(({ id, shortName }) => [id, shortName]));
  const phones = new Map(agencies.map(({ id, phone }) => [id, phone]));
  const typeNames = new Map(incidentTypes.map(({ id, name }) => [id, name]));
  const deskNames = new Map(desks.map(({ desk, name }) => [desk, name]));
  return {
    deskName: (desk) => deskNames.get(desk) ?? desk,
    operatorName: (operator) => accounts.nameOf(operator) ?? operator,
    agencyPhone: (agency) => phones.get(agency) ?? null,
    agencyName: (agency) => agencyNames.get(agency) ?? agency,
    incidentTypeName: (type) => typeNames.get(type) ?? type,
    area: (code) => byCode.get(code) ?? null,
  };
}
