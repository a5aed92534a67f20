import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, mayEnter } from "./account.ts";

/** Where the cluster, its socket and its log live. All belong to the account, mode 0700. */
export type Home = {
  /** Holds `cluster`, `postgres.log`. */
  readonly folder: string;
  readonly cluster: string;
  /** Short enough for a socket's path (108 bytes, unix(7)). */
  readonly run: string;
  /** Names the cluster's processes, so that they are found again whoever looks. */
  readonly name: string;
};

/** Traversable places for what cannot stay in the data folder, best first. */
export const outside = ["/var/lib/siaga112", "/var/tmp/siaga112"] as const;
const pointerName = "postgres-is-at";
/** Names the data folder a cluster outside belongs to, for whoever finds it. */
const belongsTo = "belongs-to";
const longestSocketFolder = 107 - "/.s.PGSQL.5432.lock".length;

/**
 * Inside the data folder whenever the account can get there. Otherwise (we are root and the folder lies under one that
 * only root may enter) outside, and the data folder keeps a pointer: a fresh data folder always means a fresh cluster.
 */
export function openHome(dataDir: string, account: Account, places: readonly string[] = outside): Home {
  const real = realpathSync(dataDir);
  const pointer = join(real, pointerName);
  const inside = mayEnter(account, real) ? join(real, "postgres") : null;
  const folder = pointedAt(pointer) ?? inside ?? pointOutside(pointer, places);
  own(folder, account);
  const name = `siaga_${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 12)}`;
  return { folder, cluster: join(folder, "cluster"), run: openRun(folder, name, account), name };
}

const pointedAt = (pointer: string): string | null =>
  existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : null;

function pointOutside(pointer: string, places: readonly string[]): string {
  const place = places.find((candidate) => tryPlace(candidate)) ?? places[0] ?? "/var/tmp";
  sweepTemporary(place);
  const folder = join(place, `cluster-${randomBytes(6).toString("hex")}`);
  writeFileSync(`${pointer}.new`, `${folder}\n`, { mode: 0o600 });
  renameSync(`${pointer}.new`, pointer);
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, belongsTo), dirname(pointer));
  return folder;
}

/**
 * Trials in the system's temporary folder leave their clusters behind when it is emptied. Only those are removed: any
 * other data folder that is missing may be a disk that is not mounted.
 */
function sweepTemporary(place: string): void {
  for (const entry of readdirSync(place).filter((name) => name.startsWith("cluster-"))) {
    const folder = join(place, entry);
    const note = join(folder, belongsTo);
    const dataDir = existsSync(note) ? readFileSync(note, "utf8") : "";
    const trial = dataDir.startsWith(`${realpathSync(tmpdir())}/`) && pointedAt(join(dataDir, pointerName)) !== folder;
    if (trial && !existsSync(join(folder, "cluster", "postmaster.pid")))
      rmSync(folder, { recursive: true, force: true });
  }
}

function tryPlace(place: string): boolean {
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    return lstatSync(place).uid === process.getuid?.();
  } catch {
    return false;
  }
}

function openRun(folder: string, name: string, account: Account): string {
  const inside = join(folder, "run");
  const run = Buffer.byteLength(inside) <= longestSocketFolder ? inside : `/tmp/${name}`;
  own(run, account);
  return run;
}

/** Makes the folder, or takes the one that is there; one that belongs to a stranger is an error. */
function own(folder: string, { uid, gid, other }: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const known = found.uid === uid || found.uid === process.getuid?.();
  if (!found.isDirectory() || !known) throw new Error(`EACCES: ${folder} belongs to somebody else`);
  chmodSync(folder, 0o700);
  if (other) chownSync(folder, uid, gid);
}
