import { readFileSync } from "node:fs";
import { join } from "node:path";

const described = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
  version: string;
};

/** This release, as health and OpenAPI say it. */
export const version = described.version;
