import { randomUUID } from "node:crypto";
import type { PersonalId } from "@siaga/core";
import type { Personal } from "@siaga/postgres";
import { within } from "./within.ts";

/** A number under an id drawn here; the record still has to be told. Personal data: only ever kept encrypted. */
export type OwedNumber = { readonly id: PersonalId; readonly number: string };

/** Ids of callers' numbers. */
export interface Numbers {
  /** Every number gets an id within 150 ms: the record's, else one drawn here (then it is among `owed`). */
  resolve(
    numbers: readonly string[],
  ): Promise<{ readonly ids: ReadonlyMap<string, PersonalId>; readonly owed: readonly OwedNumber[] }>;
  /** The number under an id drawn here, while remembered. */
  drawn(id: PersonalId): string | null;
}

/** Calls do not wait longer than this for the record to say who is calling (ms). */
export const lookupLimit = 150;
const remembered = 20_000;

/** `recordAway` says that asking is useless right now. */
export function openNumbers(personal: Personal, recordAway: () => boolean): Numbers {
  const known = new Map<string, PersonalId>();
  const drawnHere = new Map<PersonalId, string>();
  const remember = (number: string, id: PersonalId): void => {
    known.set(number, id);
    if (known.size > remembered) known.delete(known.keys().next().value ?? number);
  };
  return {
    async resolve(numbers) {
      const unknown = [...new Set(numbers)].filter((number) => !known.has(number));
      const found =
        unknown.length === 0 || recordAway() ? null : await within(lookupLimit, personal.numberIds(unknown));
      const owed: OwedNumber[] = [];
      for (const number of unknown) {
        const id = found?.get(number) ?? randomUUID();
        if (!found?.has(number)) {
          owed.push({ id, number });
          drawnHere.set(id, number);
        }
        remember(number, id);
      }
      if (drawnHere.size > remembered) drawnHere.clear();
      return { ids: new Map(numbers.map((number) => [number, known.get(number) ?? randomUUID()])), owed };
    },
    drawn: (id) => drawnHere.get(id) ?? null,
  };
}
