import { readFileSync } from "node:fs";

/** Languages a plan is told in. */
export type Language = "id" | "en";
export const languages: readonly Language[] = ["id", "en"];

type Say = (key: string, told?: Readonly<Record<string, string | number>>) => string;

/** The words of a language; a word that is missing is a bug. */
export function wordsIn(language: Language): Say {
  const file = new URL(`words/${language}.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
  return (key, told = {}) => {
    const said = words[key];
    if (said === undefined) throw new Error(`no word for ${key} in ${language}`);
    const all: Readonly<Record<string, string | number>> = { simulated: words["simulated"] ?? "", ...told };
    return said.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(all[name] ?? ""));
  };
}
