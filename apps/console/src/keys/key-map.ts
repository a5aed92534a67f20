import type { DeskState } from "../desk/desk-view.ts";
import type { CallRow } from "@siaga/contracts/live";

export type Classification = NonNullable<CallRow["classification"]>;

/** What a key means on the desk. Screens subscribe to the ones they own. */
export type KeyAction =
  | { readonly type: "classify"; readonly classification: Classification }
  | { readonly type: "nuisance" }
  | { readonly type: "answer" }
  | { readonly type: "hold" }
  | { readonly type: "end" }
  | { readonly type: "finish" }
  | { readonly type: "ready" }
  | { readonly type: "pause" }
  | { readonly type: "mute" }
  | { readonly type: "undo" }
  | { readonly type: "save" }
  | { readonly type: "leave-field" }
  | { readonly type: "focus-area" }
  | { readonly type: "focus-narrative" }
  | { readonly type: "agencies" }
  | { readonly type: "digit"; readonly digit: number }
  | { readonly type: "call-back" }
  | { readonly type: "incidents" }
  | { readonly type: "unmask" }
  | { readonly type: "link" }
  /** Whom to call beside; with somebody there already: leave them together. */
  | { readonly type: "party" }
  | { readonly type: "directory" }
  | { readonly type: "confer" }
  /** A key for the menu of whoever was called. */
  | { readonly type: "press"; readonly digit: string }
  | { readonly type: "drop-party" }
  | { readonly type: "return" }
  | { readonly type: "cheat-sheet" }
  /** The key belongs to us, and does nothing here: the browser must not act on it either. */
  | { readonly type: "swallowed" };

export type KeyPress = {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  readonly repeat: boolean;
  /** A text field has the focus. */
  readonly inField: boolean;
};

/** What the digits mean just now. `nuisance` also takes them from a field: the row on screen says so. */
export type DigitMode = "none" | "nuisance" | "agencies";

const classByKey: Readonly<Record<string, Classification>> = {
  F1: "emergency",
  F2: "non-emergency",
  F3: "information",
  F4: "silent",
  F6: "disconnected",
  F7: "misdial",
};
/** The row F5 opens, in key order. */
export const nuisanceClasses = [
  "prank",
  "child",
  "harassment",
  "doubtful",
] as const satisfies readonly Classification[];

/** F8 is the one key for "go on": its meaning follows the state. */
const goOn = {
  "headset-check": "ready",
  "not-ready": "ready",
  available: null,
  ringing: "answer",
  "on-call": "hold",
  "calling-back": null,
  "wrap-up": "finish",
} as const satisfies Record<DeskState, "ready" | "answer" | "hold" | "finish" | null>;

const classifiable: Readonly<Record<DeskState, boolean>> = {
  "headset-check": false,
  "not-ready": false,
  available: false,
  ringing: false,
  "on-call": true,
  "calling-back": false,
  "wrap-up": true,
};

const letters: Readonly<Record<string, KeyAction["type"]>> = {
  a: "focus-area",
  n: "focus-narrative",
  d: "agencies",
  b: "call-back",
  k: "incidents",
  j: "pause",
  u: "unmask",
  g: "link",
  p: "directory",
  t: "confer",
  l: "drop-party",
  r: "return",
  "?": "cheat-sheet",
};

/** Keys whose browser meaning (help, search, reload, caret, menu) would hurt on a desk. */
const swallowed = new Set(["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"]);

/** Which action a key press is, by state. Null: the key is not ours. */
export function readKey(press: KeyPress, state: DeskState | null, mode: DigitMode): KeyAction | null {
  if (press.alt || press.meta) return null;
  if (press.ctrl) return readControl(press);
  if (swallowed.has(press.key)) return readFunctionKey(press, state);
  if (mode === "nuisance" || (mode === "agencies" && !press.inField)) {
    const digit = digitOf(press.key);
    if (digit !== null) return { type: "digit", digit };
  }
  if (press.key === "Escape") return { type: "leave-field" };
  if (press.inField || press.repeat) return null;
  if (state === "on-call" && /^[0-9*#]$/.test(press.key)) return { type: "press", digit: press.key };
  const type = letters[press.key.toLowerCase()];
  return type === undefined ? null : ({ type } as KeyAction);
}

function readControl({ key, inField, repeat }: KeyPress): KeyAction | null {
  if (repeat) return null;
  if (key === "Enter") return { type: "save" };
  if (key.toLowerCase() === "m") return { type: "mute" };
  if (key === "F5") return null;
  // Inside a field Ctrl+Z takes back typing; outside it takes back the classification.
  return key.toLowerCase() === "z" && !inField ? { type: "undo" } : null;
}

function readFunctionKey({ key, repeat }: KeyPress, state: DeskState | null): KeyAction {
  const nothing = { type: "swallowed" } as const;
  if (repeat || state === null) return nothing;
  if (key === "F8") return goOn[state] === null ? nothing : { type: goOn[state] };
  if (key === "F9") return state === "on-call" || state === "calling-back" ? { type: "end" } : nothing;
  if (key === "F10") return state === "on-call" ? { type: "party" } : nothing;
  if (!classifiable[state]) return nothing;
  if (key === "F5") return { type: "nuisance" };
  const classification = classByKey[key];
  return classification === undefined ? nothing : { type: "classify", classification };
}

function digitOf(key: string): number | null {
  return /^[1-9]$/.test(key) ? Number(key) : null;
}

/** Ending is deliberate: the second press within this time ends the call. */
export const endWindow = 2_000;

/** `armedAt` is the first press; true when this press, at `now`, is the second in time. */
export const endsNow = (armedAt: number | null, now: number): boolean => armedAt !== null && now - armedAt <= endWindow;
