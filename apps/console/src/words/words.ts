import { createInstance } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import english from "./en.json" with { type: "json" };
import indonesian from "./id.json" with { type: "json" };

/** Words by screen, then by key. Indonesian is the reference; English must have the same keys (tested). */
export type Words = typeof indonesian;
export type Language = "id" | "en";
export type Screen = keyof Words;
export type Text<S extends Screen> = (key: keyof Words[S] & string, values?: Record<string, string | number>) => string;

const stored = (): Language => (localStorage.getItem("siaga.language") === "en" ? "en" : "id");

export const words = createInstance();

/** Loads both languages from the bundle, so that a lost network never leaves a screen wordless. */
export async function openWords(): Promise<void> {
  await words.use(initReactI18next).init({
    lng: stored(),
    fallbackLng: "id",
    resources: { id: indonesian, en: english },
    ns: Object.keys(indonesian),
    defaultNS: "frame",
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = stored();
}

/** Switches the language of this browser at once and for later. */
export function speak(language: Language): void {
  localStorage.setItem("siaga.language", language);
  document.documentElement.lang = language;
  void words.changeLanguage(language);
}

/** True when a person chose the language on this browser; then the account's language does not override it. */
export const languageChosen = (): boolean => localStorage.getItem("siaga.language") !== null;

/** The words of one screen. */
export function useText<S extends Screen>(screen: S): Text<S> {
  const { t } = useTranslation(screen);
  return t as unknown as Text<S>;
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "id";
}
