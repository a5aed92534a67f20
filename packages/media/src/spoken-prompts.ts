import { join } from "node:path";

/** Folder of the prompts spoken in a language, for `MediaOptions.promptFolder`. `id` is Indonesian. */
export const spokenPrompts = (language: "id"): string => join(import.meta.dirname, "..", "prompts", language);
