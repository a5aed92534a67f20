import type { ReportIncident } from "@siaga/contracts/http";

export type Priority = ReportIncident["priority"];

/** What an operator has written about one call so far. */
export type Draft = {
  /** Drawn once, so that a save sent twice opens one incident. */
  readonly incident: string;
  readonly call: string | null;
  readonly area: string | null;
  /** What stands in the kelurahan field while nothing is chosen. */
  readonly areaHeard: string;
  readonly street: string;
  readonly landmark: string;
  readonly narrative: string;
  readonly incidentType: string | null;
  /** Null: follows the type. */
  readonly priority: Priority | null;
  /** By question: a word or a short sentence. */
  readonly answers: Readonly<Record<string, string>>;
  /** Null: follows the type's routing. */
  readonly agencies: readonly string[] | null;
  readonly savedAt: number;
};

export function emptyDraft(call: string | null, incident: string): Draft {
  return {
    incident,
    call,
    area: null,
    areaHeard: "",
    street: "",
    landmark: "",
    narrative: "",
    incidentType: null,
    priority: null,
    answers: {},
    agencies: null,
    savedAt: 0,
  };
}

/** Nothing was written yet: nothing to keep. */
export function isBlank(draft: Draft): boolean {
  const { area, areaHeard, street, landmark, narrative, incidentType } = draft;
  return area === null && incidentType === null && `${areaHeard}${street}${landmark}${narrative}`.trim() === "";
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;
const prefix = "siaga.draft.";
const keyOf = (call: string | null): string => `${prefix}${call ?? "none"}`;
/** Drafts older than two shifts belong to nobody any more. */
const keptFor = 24 * 3_600_000;

export function keepDraft(draft: Draft, store: Store, now: number): Draft {
  const kept = { ...draft, savedAt: now };
  if (isBlank(draft)) store.removeItem(keyOf(draft.call));
  else store.setItem(keyOf(draft.call), JSON.stringify(kept));
  return kept;
}

export function readDraft(call: string | null, store: Store): Draft | null {
  return parse(store.getItem(keyOf(call)));
}

export const dropDraft = (call: string | null, store: Store): void => store.removeItem(keyOf(call));

/** Every draft left behind, newest first; forgets those older than a day. */
export function listDrafts(store: Store, now: number): readonly Draft[] {
  const keys = Array.from({ length: store.length }, (_, n) => store.key(n)).filter((key) => key?.startsWith(prefix));
  const drafts: Draft[] = [];
  for (const key of keys) {
    const draft = parse(store.getItem(key ?? ""));
    if (draft === null || now - draft.savedAt > keptFor) store.removeItem(key ?? "");
    else drafts.push(draft);
  }
  return drafts.toSorted((a, b) => b.savedAt - a.savedAt);
}

function parse(kept: string | null): Draft | null {
  if (kept === null) return null;
  try {
    const draft = JSON.parse(kept) as Partial<Draft>;
    return typeof draft.incident === "string" ? { ...emptyDraft(null, draft.incident), ...draft } : null;
  } catch {
    return null;
  }
}

/** What would be sent with the words: the type, and what follows from it or was chosen. */
export type Sent = {
  readonly incidentType: string;
  readonly priority: Priority;
  readonly agencies: readonly string[];
};

/** The draft as the centre takes it: answers become sentences of the narrative. */
export function reportOf(draft: Draft, { incidentType, priority, agencies }: Sent): ReportIncident {
  return {
    incident: draft.incident,
    call: draft.call,
    incidentType,
    priority,
    place: { area: draft.area, spoken: spokenOf(draft), point: null },
    narrative: narrativeOf(draft),
    agencies: [...agencies],
  };
}

/** The longest a note may be (contracts/http.ts). */
const longestNote = 2_000;

/** What was written, as notes for an incident that stands already. */
export function notesOf(draft: Draft): readonly string[] {
  const written = [spokenOf(draft), narrativeOf(draft)].filter((part) => part !== null).join("\n");
  return written.match(new RegExp(`[^]{1,${longestNote}}`, "g")) ?? [];
}

function spokenOf(draft: Draft): string | null {
  const spoken = [draft.area === null ? draft.areaHeard : "", draft.street, draft.landmark]
    .map((part) => part.trim())
    .filter(Boolean);
  return spoken.join(" · ").slice(0, 500) || null;
}

function narrativeOf(draft: Draft): string | null {
  const answers = Object.entries(draft.answers)
    .filter(([, answer]) => answer.trim() !== "")
    .map(([question, answer]) => `${question} ${answer.trim()}.`);
  return [draft.narrative.trim(), ...answers].filter(Boolean).join("\n").slice(0, 4000) || null;
}
