import { randomUUIDv7 } from "node:crypto";
import type { PersonalId } from "@siaga/core";
import type { Personal } from "@siaga/postgres";
import type { CommandRefusal } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import { within } from "../../runtime/within.ts";
import type { TextKind, TextSpool } from "./text-spool.ts";

/** Where words about people go before an input may refer to them: encrypted rows apart from the log. */
export interface Texts {
  /** Keeps a text unless what it belongs to would be refused anyway: nothing is stored that nothing refers to. */
  keep(kind: TextKind, text: string, wouldRefuse: () => CommandRefusal | null): Promise<PersonalId | Refused>;
}

/** An operator's save does not wait longer for the database (ms); then the words go to the spool. */
const patience = 1_000;

/** Texts in the record's personal rows, in the spool while the record is away. */
export const openTexts = (personal: Pick<Personal, "put">, spool: TextSpool): Texts => ({
  async keep(kind, text, wouldRefuse) {
    const refusal = wouldRefuse();
    if (refusal !== null) return new Refused(refusal.code);
    const id = randomUUIDv7();
    const kept = await within(patience, personal.put(kind, text, { id }));
    if (kept === null) await spool.keep(id, kind, text);
    return id;
  },
});
