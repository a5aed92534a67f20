import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Account } from "./account.ts";
import type { Home } from "./home.ts";
import { runProgram } from "./program.ts";
import { noPassword, refusalFor, type ServerRefusal } from "./refusal.ts";

/** The one database user of an embedded cluster; also the database's name. */
export const owner = "siaga";

/** Makes the cluster at the first start (all of it or nothing) and returns the password of its owner. */
export async function openCluster(
  native: string,
  home: Home,
  dataDir: string,
  account: Account,
): Promise<{ readonly ok: true; readonly password: string } | ServerRefusal> {
  const file = join(dataDir, "postgres-password");
  const made = existsSync(home.cluster);
  if (made && !existsSync(file)) return noPassword(file);
  if (!existsSync(file)) keepSecret(file, randomBytes(24).toString("base64url"));
  const password = readFileSync(file, "utf8").trim();
  return made ? { ok: true, password } : makeCluster(native, home, password, account);
}

async function makeCluster(native: string, home: Home, password: string, account: Account) {
  const partial = join(home.folder, "cluster.partial");
  const passwordFile = join(home.folder, "first-password");
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.other) chownSync(passwordFile, account.uid, account.gid);
  const access = ["-D", partial, "-U", owner, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  // The builtin provider sorts alike on every machine; the libraries in the package are never asked (ICU 60 is old).
  const sorting = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const args = [...access, ...sorting, "--data-checksums"];
  const { code, said } = await runProgram(join(native, "bin", "initdb"), args, account);
  rmSync(passwordFile, { force: true });
  if (code !== 0) {
    rmSync(partial, { recursive: true, force: true });
    return refusalFor(said, home.folder);
  }
  renameSync(partial, home.cluster);
  return { ok: true, password } as const;
}

/** Durable before it is used: a cluster whose password is lost cannot be opened. */
function keepSecret(file: string, secret: string): void {
  const partial = `${file}.${process.pid}`;
  const opened = openSync(partial, "w", 0o600);
  writeFileSync(opened, secret);
  fsyncSync(opened);
  closeSync(opened);
  renameSync(partial, file);
}
