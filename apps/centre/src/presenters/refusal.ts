import type { Refusal } from "@siaga/contracts";
import type { Language } from "../policies/actor.ts";
import { type Code, refusalWords } from "./refusal-words.ts";

/** An expected refusal on its way out of a command. */
export class Refused {
  readonly code: Code;
  /** More precise words for the sentence's end, such as the name of a field. */
  readonly detail: string | null;
  constructor(code: Code, detail: string | null = null) {
    this.code = code;
    this.detail = detail;
  }
}

/** HTTP status of a refusal. */
export const statusOf = (code: Refused["code"]): number => refusalWords[code].status;

/** A refusal in the person's own language. */
export function presentRefusal({ code, detail }: Refused, language: Language): Refusal {
  const sentence = refusalWords[code][language];
  return { code, sentence: detail === null ? sentence : `${sentence} (${detail})` };
}

/** The language asked for by a browser nobody has signed in to: English only where it is preferred to Indonesian. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const tags = (acceptLanguage ?? "")
    .toLowerCase()
    .split(",")
    .map((tag) => tag.trim().slice(0, 2));
  const first = tags.find((tag) => tag === "id" || tag === "en");
  return first === "en" ? "en" : "id";
}
