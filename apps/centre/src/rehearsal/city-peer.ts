import type { City } from "../ports.ts";

/** A city without a directory: every id is its own name. For rehearsals. */
export const namelessCity = (testNumbers: ReadonlySet<string> = new Set()): City => ({
  directory: {
    deskName: (desk) => desk,
    operatorName: (operator) => operator,
    agencyPhone: () => null,
    agencyName: (agency) => agency,
    incidentTypeName: (incidentType) => incidentType,
    area: () => null,
  },
  testNumbers,
});
