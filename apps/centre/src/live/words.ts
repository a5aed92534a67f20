import type { PersonalId } from "@siaga/core";
import { maskedNumber } from "./masked-number.ts";

/** Reads encrypted rows; `packages/postgres` does. */
export type ReadPersonal = (ids: readonly PersonalId[]) => Promise<ReadonlyMap<PersonalId, string | null>>;

type Kind = "number" | "text";
const kept = 5_000;
const retryAfter = 2_000;

/** Personal words as rows may show them, in memory: texts whole, numbers already masked. Never blocks a row. */
export interface Words {
  /** Null when withheld, erased or not read yet; then `unread` grows and `onRead` will follow. */
  masked(id: PersonalId): string | null;
  text(id: PersonalId): string | null;
  /** A number that was just presented, so that nobody need read it back. */
  rememberNumber(id: PersonalId, number: string): void;
  close(): void;
}

/** `onRead` is called with the ids that became known. A record that cannot be read is asked again every 2 s. */
export function openWords(read: ReadPersonal, onRead: (ids: readonly PersonalId[]) => void): Words {
  const known = new Map<PersonalId, string | null>();
  const unread = new Map<PersonalId, Kind>();
  let reading: NodeJS.Timeout | null = null;
  let closed = false;

  const keep = (id: PersonalId, shown: string | null): void => {
    known.set(id, shown);
    if (known.size > kept) known.delete(known.keys().next().value ?? id);
  };
  const readLater = (after: number): void => {
    if (!closed) reading ??= setTimeout(() => void readNow(), after).unref();
  };
  const readNow = async (): Promise<void> => {
    const asked = [...unread];
    const rows = await read(asked.map(([id]) => id)).catch(() => null);
    reading = null;
    if (rows === null) return readLater(retryAfter);
    for (const [id, kind] of asked) {
      const text = rows.get(id) ?? null;
      keep(id, text !== null && kind === "number" ? maskedNumber(text) : text);
      unread.delete(id);
    }
    if (unread.size > 0) readLater(0);
    if (!closed) onRead(asked.map(([id]) => id));
  };
  const shown = (id: PersonalId, kind: Kind): string | null => {
    const word = known.get(id);
    if (word !== undefined) return word;
    unread.set(id, kind);
    readLater(0);
    return null;
  };

  return {
    masked: (id) => shown(id, "number"),
    text: (id) => shown(id, "text"),
    rememberNumber: (id, number) => keep(id, maskedNumber(number)),
    close() {
      closed = true;
      if (reading) clearTimeout(reading);
    },
  };
}
