/** Why PostgreSQL cannot run here: a code for machines, a sentence saying what to do. */
export type ServerRefusal = {
  readonly ok: false;
  readonly code:
    | "no-binaries"
    | "disk-full"
    | "not-permitted"
    | "other-version"
    | "no-password"
    | "in-use"
    | "not-started";
  readonly sentence: string;
};

const refuse = (code: ServerRefusal["code"], sentence: string): ServerRefusal => ({ ok: false, code, sentence });

export const noBinaries = (reason: string): ServerRefusal =>
  refuse(
    "no-binaries",
    `PostgreSQL's programs cannot be used (${reason}). Run "npm ci" on Linux x64 or arm64 with glibc, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );

export const noPassword = (file: string): ServerRefusal =>
  refuse("no-password", `${file} is missing although the database exists; put it back from your backup.`);

export const inUse = (folder: string): ServerRefusal =>
  refuse("in-use", `Another machine or container runs the database in ${folder}; stop it there first.`);

/** Turns what a program or the system said into the one sentence a person can act on. */
export function refusalFor(said: string, folder: string): ServerRefusal {
  if (/No space left on device|ENOSPC|Disk quota exceeded/i.test(said))
    return refuse(
      "disk-full",
      `The disk holding ${folder} is full: free some space (1 GB is enough to start) and start again.`,
    );
  if (/Permission denied|EACCES|EPERM|Read-only file system|EROFS|not permitted|wrong ownership/i.test(said))
    return refuse(
      "not-permitted",
      `PostgreSQL may not use ${folder} (${lastLine(said)}). Give the folder to the user who starts Siaga, or choose another with SIAGA_DATA_DIR.`,
    );
  if (/database files are incompatible with server/i.test(said))
    return refuse(
      "other-version",
      `The database in ${folder} was made by another major version of PostgreSQL (${lastLine(said)}). Start with the version that made it.`,
    );
  return refuse("not-started", `PostgreSQL did not start in ${folder}: ${lastLine(said)}`);
}

/** The last line that says why: FATAL or error lines first. */
function lastLine(said: string): string {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const telling = lines.filter((line) => /FATAL|PANIC|error:|ERROR/.test(line));
  return (telling.at(-1) ?? lines.at(-1) ?? "it said nothing").replace(/^.*?(FATAL|PANIC|error|ERROR):\s*/, "");
}
