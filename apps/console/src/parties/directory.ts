import type { AddParty, Reference } from "@siaga/contracts/http";
import type { Board } from "@siaga/contracts/live";

/** Somebody who can be called beside a call. */
export type Entry = { readonly key: string; readonly name: string; readonly note: string; readonly to: AddParty["to"] };

/** Most entries a list shows. */
const most = 8;

/** What looks like a telephone number: digits, with the signs people write between them. */
const dialled = (typed: string): string | null => {
  const digits = typed.replace(/[\s().-]/g, "");
  return /^\+?\d{3,15}$/.test(digits) ? digits : null;
};

/** Agencies with a telephone, and colleagues whose desk is ready. `last` was called last and comes first. */
export function directoryOf(
  reference: Reference | null,
  board: Board | null,
  { desk, last }: { readonly desk: string; readonly last: string | null },
): readonly Entry[] {
  const agencies = (reference?.agencies ?? []).flatMap(({ id, name, shortName, phone }): Entry[] =>
    phone === null ? [] : [{ key: id, name: shortName, note: name, to: { kind: "agency", agency: id } }],
  );
  const colleagues = Object.values(board?.desks ?? {})
    .filter((row) => row.desk !== desk && row.state === "available" && row.connected)
    .map((row): Entry => {
      const to = { kind: "desk", desk: row.desk } as const;
      return { key: `desk ${row.desk}`, name: row.deskName, note: row.operatorName, to };
    });
  const entries = [...agencies, ...colleagues];
  return entries.toSorted((a, b) => Number(b.key === last) - Number(a.key === last));
}

/** Entries whose name or short name has every typed word at the beginning of one of theirs; a number stands for itself. */
export function searchDirectory(entries: readonly Entry[], typed: string): readonly Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ name, note }) => {
    const theirs = `${name} ${note}`.toLowerCase().split(/[\s/]+/);
    return words.every((word) => theirs.some((one) => one.startsWith(word)));
  });
  const number = dialled(typed);
  const asNumber: Entry[] =
    number === null ? [] : [{ key: "number", name: number, note: "", to: { kind: "number", number } }];
  return [...asNumber, ...found].slice(0, most);
}
