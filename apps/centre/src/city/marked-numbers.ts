import type { Configuration } from "@siaga/configuration";
import type { OperatorId, PersonalId } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import { createNumbering, normaliseNumber } from "@siaga/sip";
import { maskedNumber } from "../live/masked-number.ts";
import type { Clock, TestNumbers } from "../ports.ts";

/** Numbers marked *uji*, kept as references: the number itself is an encrypted row like any caller's. */
export interface MarkedNumbers extends TestNumbers {
  list(): Promise<readonly { readonly id: PersonalId; readonly masked: string }[]>;
  /** False when it is no telephone number. */
  mark(number: string, by: OperatorId): Promise<boolean>;
  unmark(id: PersonalId): Promise<void>;
}

/** Reads the marks once; later ones are written to the record first. */
export async function openMarkedNumbers(
  { city, personal }: Pick<Record, "city" | "personal">,
  { sip, lines }: Pick<Configuration, "sip" | "lines">,
  clock: Clock,
): Promise<MarkedNumbers> {
  const marked = new Set<PersonalId>(await city.testNumbers.all());
  const numbering = createNumbering(
    sip.country,
    lines.flatMap(({ dialled }) => dialled),
  );
  return {
    has: (number) => marked.has(number),
    async list() {
      const numbers = await personal.read([...marked]);
      return [...marked].map((id) => ({ id, masked: maskedNumber(numbers.get(id) ?? "") }));
    },
    async mark(number, by) {
      const normalised = numbering && normaliseNumber(number, numbering);
      if (normalised === null) return false;
      const id = await personal.numberId(normalised);
      await city.testNumbers.add(id, by, clock.now());
      marked.add(id);
      return true;
    },
    async unmark(id) {
      await city.testNumbers.remove(id);
      marked.delete(id);
    },
  };
}
