import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The spoken prompts of one language, held in memory: raw A-law at 8 kHz, named without extension. */
export class Prompts {
  readonly #prompts: ReadonlyMap<string, Uint8Array>;

  /** Reads every `*.al` of the folder. Throws when the folder cannot be read. */
  constructor(folder: string) {
    const files = readdirSync(folder).filter((file) => file.endsWith(".al"));
    this.#prompts = new Map(files.map((file) => [file.slice(0, -".al".length), readFileSync(join(folder, file))]));
  }

  /** The prompts that exist among the names; a missing one is silence, never an error in a call. */
  find(names: readonly string[]): Uint8Array[] {
    return names.map((name) => this.#prompts.get(name)).filter((prompt) => prompt !== undefined);
  }
}
