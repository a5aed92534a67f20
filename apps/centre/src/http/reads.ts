import type { Personal } from "@siaga/postgres";
import type { Actor } from "../policies/actor.ts";
import type { Clock } from "../ports.ts";

/** What is written down: a whole number, a recording, an incident's story, a test mark taken off a number. */
type ReadWhat = "unmask" | "recording" | "incident" | "unmark-test-number";

/** Who read what of a person. Nothing is shown before it is written; rejects when the record cannot be written. */
export interface ReadsLog {
  write(actor: Actor, what: ReadWhat, subject: string): Promise<void>;
  /** For a screen that asks again every few seconds: to the same person the same subject is one reading for half an hour. */
  writeOnce(actor: Actor, what: ReadWhat, subject: string): Promise<void>;
}

/** ms. */
const oneReading = 30 * 60_000;
/** Bounds memory; forgetting one writes a row more. */
const most = 10_000;

/** The audit as routes write it. A restart forgets what was just written: a row more, never one less. */
export function openReadsLog(personal: Pick<Personal, "audit">, clock: Clock): ReadsLog {
  const writtenAt = new Map<string, number>();
  const write: ReadsLog["write"] = ({ operator }, what, subject) =>
    personal.audit({ by: operator, what, subject, at: clock.now() });
  return {
    write,
    async writeOnce(actor, what, subject) {
      const key = `${actor.operator}|${what}|${subject}`;
      const now = clock.now();
      if (now - (writtenAt.get(key) ?? Number.NEGATIVE_INFINITY) < oneReading) return;
      await write(actor, what, subject);
      writtenAt.delete(key);
      writtenAt.set(key, now);
      if (writtenAt.size > most) writtenAt.delete(writtenAt.keys().next().value ?? key);
    },
  };
}
