import type { RouteName } from "@siaga/contracts/http";
import type { Called } from "./call-route.ts";

/** One request as it will be sent. */
export type Sending = {
  readonly route: RouteName;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** A save the centre has not taken yet. It stays in this browser until it is taken or its operator lets it go. */
export type PendingSave = Sending & {
  readonly key: string;
  /** Who wrote it, and in whose name alone it is sent. Null: kept before this was noted. */
  readonly operator: string | null;
  readonly at: number;
  /** The centre's sentence when it would not take it; null while it only waits. */
  readonly refused: string | null;
  /** Said right after it: what was written since. The centre may have taken the first try, and its answer was lost. */
  readonly after: Sending | null;
};

export type PendingList = readonly PendingSave[];

/** The centre is away, or nobody is signed in (not: it refused), so the same request may succeed later. */
export const mayRetry = (called: Called<unknown>): boolean =>
  !called.ok && (called.status === null || called.status >= 500 || called.status === 429 || called.status === 401);

export const isOf = ({ operator: writer }: PendingSave, operator: string): boolean =>
  writer === null || writer === operator;

/** What may be sent now: this operator's own, oldest first, without what the centre would not take. */
export const sendable = (list: PendingList, operator: string | null): PendingList =>
  operator === null ? [] : list.filter((save) => save.refused === null && isOf(save, operator));

/** A newer save of the same thing takes the older one's place. */
export const keep = (list: PendingList, save: PendingSave): PendingList => [
  ...list.filter(({ key }) => key !== save.key),
  save,
];

/** After one try: taken, it leaves; refused, it stays with the sentence. What was changed meanwhile is another save. */
export function settle(list: PendingList, save: PendingSave, called: Called<unknown>): PendingList {
  if (called.ok) return list.filter((one) => one !== save);
  if (mayRetry(called)) return list;
  return list.map((one) => (one === save ? { ...one, refused: called.refusal.sentence } : one));
}

/** What was kept by an earlier page; kept saves of an older console say less. */
export function readPending(kept: string | null): PendingList {
  try {
    const saves = JSON.parse(kept ?? "[]") as readonly (Sending & Pick<PendingSave, "key" | "at">)[];
    return saves.map((save) => ({ operator: null, refused: null, after: null, ...save }));
  } catch {
    return [];
  }
}
