import { spawn } from "node:child_process";
import type { Account } from "./account.ts";

/** Nothing of our environment reaches PostgreSQL but what it needs. */
export const programEnvironment = { LANG: "C.UTF-8", TZ: "UTC", PATH: "/usr/bin:/bin" };

/** Runs one of PostgreSQL's programs to its end as the account; `code` is null when it could not be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    // cwd: the account may not be allowed to stand where we stand.
    const child = spawn(program, args, {
      cwd: "/",
      env: programEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
      ...identity(account),
    });
    let said = "";
    const note = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-8000));
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", (error) => resolve({ code: null, said: error.message }));
    child.on("close", (code) => resolve({ code, said }));
  });
}

/** Spawn options that make a child the account. */
export const identity = ({ uid, gid, other }: Account): { uid?: number; gid?: number } => (other ? { uid, gid } : {});
