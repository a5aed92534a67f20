import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The user PostgreSQL runs as: ourselves, unless we are root (it refuses root). */
export type Account = { readonly uid: number; readonly gid: number; readonly other: boolean };

/** Existing accounts only: /etc/passwd is not ours to change, and initdb needs a name for its user. */
const borrowed = ["postgres", "nobody"];

/** Null when we are root and the machine knows neither `postgres` nor `nobody`. */
export function chooseAccount(passwd = "/etc/passwd"): Account | null {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid, other: false };
  const entries = readFileSync(passwd, "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of borrowed) {
    const entry = entries.find(([login]) => login === name);
    if (entry && Number(entry[2]) > 0) return { uid: Number(entry[2]), gid: Number(entry[3]), other: true };
  }
  return null;
}

/** Whether the account may pass through `folder` and every folder above it (mode bits; ourselves always may). */
export function mayEnter(account: Account, folder: string): boolean {
  if (!account.other) return true;
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
