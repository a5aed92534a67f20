import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of torture messages. */
export const folders = ["rfc4475", "rfc5118", "trunks"] as const;
export type Folder = (typeof folders)[number];

/** Names of the messages of a folder, without `.sip`. */
export function namesIn(folder: Folder): string[] {
  return readdirSync(join(import.meta.dirname, folder)).map((file) => file.replace(/\.sip$/, ""));
}

export function messageOf(folder: Folder, name: string): Buffer {
  return readFileSync(join(import.meta.dirname, folder, `${name}.sip`));
}

/** The same with the tester's port in Via, so that answers find it. Ports have five digits: no length changes. */
export function messageFrom(folder: Folder, name: string, port: number): Buffer {
  return Buffer.from(messageOf(folder, name).toString("latin1").replace(":45060", `:${port}`), "latin1");
}
