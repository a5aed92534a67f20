import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { InstanceKeys } from "./configuration.ts";

const names = ["deskToken", "personal", "lookup", "link"] as const;
const key = z.string().regex(/^[0-9a-f]{64}$/);
const stored = z.strictObject({ deskToken: key, personal: key, lookup: key, link: key });

/** The instance's keys file cannot be used: restore it from the backup, else encrypted rows stay unreadable. */
export class UnreadableKeysError extends Error {
  override name = "UnreadableKeysError";
}

/** Reads `<dataDir>/keys.json`, making it (0600, fsynced) at the first start. A damaged file is an error, never replaced. */
export function readKeys(dataDir: string): InstanceKeys {
  const path = join(dataDir, "keys.json");
  if (!existsSync(path)) makeKeys(dataDir, path);
  const parsed = stored.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success)
    throw new UnreadableKeysError(
      `${path} does not hold the instance's four keys; put back the file from your backup.`,
    );
  const bytes = (name: (typeof names)[number]): Buffer => Buffer.from(parsed.data[name], "hex");
  return { deskToken: bytes("deskToken"), personal: bytes("personal"), lookup: bytes("lookup"), link: bytes("link") };
}

function makeKeys(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true });
  const fresh = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString("hex")]));
  const partial = `${path}.${process.pid}`;
  const file = openSync(partial, "wx", 0o600);
  writeSync(file, JSON.stringify(fresh, null, 2));
  fsyncSync(file);
  closeSync(file);
  renameSync(partial, path);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
