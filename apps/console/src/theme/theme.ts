import { createTheme, type CSSVariablesResolver } from "@mantine/core";
import { useSyncExternalStore } from "react";

/** Mantine's parts take their look from tokens.css. */
export const theme = createTheme({
  fontFamily: "var(--font)",
  defaultRadius: "var(--r-ctl)",
  fontSizes: { xs: "var(--t-meta)", sm: "var(--t-body)", md: "var(--t-lead)" },
  cursorType: "pointer",
});

const shared = {
  "--mantine-color-body": "var(--bg)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--text-3)",
  "--mantine-color-placeholder": "var(--text-3)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-default-hover": "var(--surface-2)",
  "--mantine-color-error": "var(--crit)",
  "--mantine-primary-color-filled": "var(--accent)",
};
export const resolveTokens: CSSVariablesResolver = () => ({ variables: shared, light: shared, dark: shared });

/** `hour`: night from 18.00 to 06.00 WIB. Follows the desk's setting, never the operating system's. */
export type ThemeChoice = "day" | "night" | "hour";
const place = "siaga.theme";
const watchers = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const chosen = localStorage.getItem(place);
  return chosen === "day" || chosen === "night" ? chosen : "hour";
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(place, choice);
  wear(Date.now());
  for (const watcher of watchers) watcher();
}

/** Puts the theme on the page. Not called while a call is up: a screen never changes colour under an operator's eyes. */
export function wear(now: number): void {
  const choice = themeChoice();
  const hour = new Date(now + 7 * 3_600_000).getUTCHours();
  const night = choice === "night" || (choice === "hour" && (hour >= 18 || hour < 6));
  const worn = night ? "night" : "day";
  if (document.documentElement.dataset["theme"] === worn) return;
  document.documentElement.dataset["theme"] = worn;
  for (const watcher of watchers) watcher();
}

const wornTheme = (): "day" | "night" => (document.documentElement.dataset["theme"] === "night" ? "night" : "day");

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(watch, themeChoice);
/** Mantine's name for the theme on the page. */
export const useColorScheme = (): "light" | "dark" =>
  useSyncExternalStore(watch, () => (wornTheme() === "night" ? "dark" : "light"));
