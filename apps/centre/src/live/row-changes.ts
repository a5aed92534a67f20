/** Rows by id, as the board holds them. */
type Rows<R> = Record<string, R>;
/** Changed rows by id; null is gone. Null altogether when nothing changed. */
export type Changes<R> = Record<string, R | null> | null;

/** Makes the touched rows anew from their entries, in place, and returns them. */
export function entryRows<E, R>(
  rows: Rows<R>,
  touched: ReadonlySet<string>,
  entries: ReadonlyMap<string, E>,
  rowOf: (entry: E) => R,
): Changes<R> {
  if (touched.size === 0) return null;
  const changes: Record<string, R | null> = {};
  for (const id of touched) {
    const entry = entries.get(id);
    if (entry === undefined) delete rows[id];
    else rows[id] = rowOf(entry);
    changes[id] = rows[id] ?? null;
  }
  return changes;
}

/** Compares every row with what it would be now; for the few rows that are read from the core's state. */
export function changedRows<E, R extends object>(
  rows: Rows<R>,
  living: ReadonlyMap<string, E>,
  rowOf: (living: E) => R,
): Changes<R> {
  const changes: Record<string, R | null> = {};
  for (const [id, one] of living) {
    const row = rowOf(one);
    const before = rows[id];
    if (before !== undefined && sameRow(before, row)) continue;
    rows[id] = row;
    changes[id] = row;
  }
  for (const id of Object.keys(rows)) {
    if (living.has(id)) continue;
    delete rows[id];
    changes[id] = null;
  }
  return Object.keys(changes).length === 0 ? null : changes;
}

/** Such rows hold plain values only. */
function sameRow<R extends object>(one: R, other: R): boolean {
  for (const key in other) if (one[key] !== other[key]) return false;
  return true;
}
