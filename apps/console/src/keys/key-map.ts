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
  /** Park the call in hand for the express caller who waits, or go on with it. */
  | { readonly type: "park" }
  | { readonly type: "go-on" }
  /** Listen to the proposed caller; then: what was heard. */
  | { readonly type: "listen" }
  | { readonly type: "heard"; readonly found: "emergency" | "nuisance" | "unsure" }
  /** Announce the incident many call about, or close its announcement: asked once, Enter confirms. */
  | { readonly type: "bulletin" }
  | { readonly type: "confirm" }
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

/**
 * What the digits mean just now. `nuisance` also takes them from a field: the row on screen says so. `confirm`: something
 * was asked once more, and Enter does it.
 */
export type DigitMode = "none" | "nuisance" | "agencies" | "confirm";

/** A desk's state as the keys see it: the question whether to park gives F8 and Esc another meaning. */
export type KeyState = DeskState | "asked-to-park";

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
  listening: "answer",
  ringing: "answer",
  "on-call": "hold",
  "asked-to-park": "park",
  "calling-back": null,
  "wrap-up": "finish",
} as const satisfies Record<KeyState, "ready" | "answer" | "hold" | "park" | "finish" | null>;

const classifiable: Readonly<Record<KeyState, boolean>> = {
  "headset-check": false,
  "not-ready": false,
  available: false,
  listening: false,
  ringing: false,
  "on-call": true,
  "asked-to-park": true,
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
  s: "listen",
  i: "bulletin",
  "?": "cheat-sheet",
};

/** Keys whose browser meaning (help, search, reload, caret, menu) would hurt on a desk. */
const swallowed = new Set(["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"]);

const foundByKey: Readonly<Record<string, "emergency" | "nuisance" | "unsure">> = {
  "1": "emergency",
  "2": "nuisance",
  Escape: "unsure",
};

const inCall = (state: KeyState | null): boolean => state === "on-call" || state === "asked-to-park";

/** Which action a key press is, by state. Null: the key is not ours. */
export function readKey(press: KeyPress, state: KeyState | null, mode: DigitMode): KeyAction | null {
  if (press.alt || press.meta) return null;
  if (press.ctrl) return readControl(press);
  if (swallowed.has(press.key)) return readFunctionKey(press, state);
  if (mode === "nuisance" || (mode === "agencies" && !press.inField)) {
    const digit = digitOf(press.key);
    if (digit !== null) return { type: "digit", digit };
  }
  const found = foundByKey[press.key];
  if (state === "listening" && mode === "none" && !press.inField && found !== undefined)
    return { type: "heard", found };
  if (press.key === "Escape") return { type: state === "asked-to-park" && mode === "none" ? "go-on" : "leave-field" };
  if (press.inField || press.repeat) return null;
  if (mode === "confirm" && press.key === "Enter") return { type: "confirm" };
  if (inCall(state) && /^[0-9*#]$/.test(press.key)) return { type: "press", digit: press.key };
  const type = letters[press.key.toLowerCase()];
  return type === undefined ? null : ({ type } as KeyAction);
}

/**
 * Whether a key closes the row of digits that stands open: any letter or sign that is none of the row's own. What is
 * typed after it is text again, never a class.
 */
export function endsMode({ key, ctrl }: Pick<KeyPress, "key" | "ctrl">, action: KeyAction | null): boolean {
  if (key.length !== 1) return false;
  if (action === null) return true;
  return !ctrl && action.type !== "digit" && action.type !== "bulletin";
}

function readControl({ key, inField, repeat }: KeyPress): KeyAction | null {
  if (repeat) return null;
  if (key === "Enter") return { type: "save" };
  if (key.toLowerCase() === "m") return { type: "mute" };
  if (key === "F5") return null;
  // Inside a field Ctrl+Z takes back typing; outside it takes back the classification.
  return key.toLowerCase() === "z" && !inField ? { type: "undo" } : null;
}

function readFunctionKey({ key, repeat }: KeyPress, state: KeyState | null): KeyAction {
  const nothing = { type: "swallowed" } as const;
  if (repeat || state === null) return nothing;
  if (key === "F8") return goOn[state] === null ? nothing : { type: goOn[state] };
  if (key === "F9") return inCall(state) || state === "calling-back" ? { type: "end" } : nothing;
  if (key === "F10") return inCall(state) ? { type: "party" } : nothing;
  if (!classifiable[state]) return nothing;
  if (key === "F5") return { type: "nuisance" };
  const classification = classByKey[key];
  return classification === undefined ? nothing : { type: "classify", classification };
}

function digitOf(key: string): number | null {
  return /^[1-9]$/.test(key) ? Number(key) : null;
}

/** A second press of the answering key within this time (ms) still means "answer". */
export const answerWindow = 1_000;

/** Ending is deliberate: the second press within this time ends the call. */
export const endWindow = 2_000;

/** `armedAt` is the first press; true when this press, at `now`, is the second in time. */
export const endsNow = (armedAt: number | null, now: number): boolean => armedAt !== null && now - armedAt <= endWindow;
