import { useEffect, useRef } from "react";
import { unlockSound } from "../softphone/sound.ts";
import { type DigitMode, endsMode, type KeyAction, type KeyPress, type KeyState, readKey } from "./key-map.ts";

type Listener = (action: KeyAction) => void;
const listeners = new Set<Listener>();
let mode: DigitMode = "none";
const modeWatchers = new Set<() => void>();

export const digitMode = (): DigitMode => mode;
export function watchDigitMode(watcher: () => void): () => void {
  modeWatchers.add(watcher);
  return () => modeWatchers.delete(watcher);
}
/** What the digit keys mean until Esc or another key. */
export function setDigitMode(next: DigitMode): void {
  mode = next;
  for (const watcher of modeWatchers) watcher();
}

/** Does as if the key had been pressed: buttons and keys share one path. */
export function act(action: KeyAction): void {
  for (const listener of listeners) listener(action);
}

/** Runs `onAction` whenever a key or button means `type`. */
export function useKeyAction<T extends KeyAction["type"]>(
  type: T,
  onAction: (action: Extract<KeyAction, { type: T }>) => void,
): void {
  const latest = useRef(onAction);
  latest.current = onAction;
  useEffect(() => {
    const listener: Listener = (action) => {
      if (action.type === type) latest.current(action as Extract<KeyAction, { type: T }>);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [type]);
}

/**
 * Listens to the keyboard for the whole window. `state` is the desk's, null where there is no desk; `call` is the one
 * it is with: a row of digits opened for one call never names another.
 */
export function useDeskKeys(state: KeyState | null, call: string | null): void {
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => () => setDigitMode("none"), [call]);
  useEffect(() => {
    const handleKey = (event: KeyboardEvent): void => {
      unlockSound();
      const press = pressOf(event);
      const action = readKey(press, latest.current, mode);
      if (mode !== "none" && endsMode(press, action)) setDigitMode("none");
      if (action === null || (action.type === "go-on" && closesList(event))) return;
      if (action.type !== "leave-field") event.preventDefault();
      if (action.type === "leave-field") leaveField(event);
      else act(action);
    };
    window.addEventListener("keydown", handleKey, true);
    window.addEventListener("focusin", leaveNuisance, true);
    window.addEventListener("pointerdown", unlockSound, true);
    return () => {
      window.removeEventListener("keydown", handleKey, true);
      window.removeEventListener("focusin", leaveNuisance, true);
      window.removeEventListener("pointerdown", unlockSound, true);
    };
  }, []);
}

/** Whoever goes to a field after F5 writes there: its digits are text. */
function leaveNuisance({ target }: FocusEvent): void {
  if (mode === "nuisance" && isField(target)) setDigitMode("none");
}

/** An open list or menu takes its own Esc first. The directory is no such list: it is open as long as it is there. */
const closesList = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  (target.getAttribute("aria-expanded") === "true" || target.closest('[role="menu"]') !== null);

/** Esc closes what is open first (a list keeps its own Esc), then leaves the field, so that letters act. */
function leaveField(event: KeyboardEvent): void {
  if (mode !== "none") return setDigitMode("none");
  if (closesList(event)) return;
  if (event.target instanceof HTMLElement) event.target.blur();
  act({ type: "leave-field" });
}

function pressOf(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    shift: event.shiftKey,
    repeat: event.repeat,
    inField: isField(event.target),
  };
}

function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
