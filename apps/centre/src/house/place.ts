import { stat, statfs } from "node:fs/promises";

/** A file system as it was found (bytes). `device` tells one from another; null where that is not known. */
export type Room = { readonly device: number | null; readonly freeBytes: number; readonly totalBytes: number };

/** Null for a folder that is not there. Never resolves where a mount hangs, rejects where one is broken. */
export type Look = (folder: string) => Promise<Room | null>;

/** ms a file system may take to answer. */
const patience = 3_000;
/** Whoever gets these has been told that there is no such folder, or none for us. */
const absent: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "EACCES", "EPERM"]);

export const lookAtFolder: Look = async (folder) => {
  try {
    const { dev } = await stat(folder);
    const { bavail, bsize, blocks } = await statfs(folder);
    return { device: dev, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    if (absent.has((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
};

/**
 * Makes a look that always answers, within 3 s the first time and at once while a mount goes on hanging (a backup place on
 * the network): what does not answer has no room. One look at a folder at a time: each that hangs keeps one of the few
 * threads (libuv's four) that all files of this process share.
 */
export function openLooks(look: Look): Look {
  const looks = new Map<string, (now: number) => Promise<Room | null>>();
  return (folder) => {
    const known = looks.get(folder) ?? oneAtATime(() => look(folder));
    looks.set(folder, known);
    return known(performance.now());
  };
}

function oneAtATime(look: () => Promise<Room | null>): (now: number) => Promise<Room | null> {
  let last: Room | null = null;
  let looking: { readonly since: number; readonly found: Promise<Room | null> } | null = null;
  const silent = (): Room => ({ device: last?.device ?? null, freeBytes: 0, totalBytes: last?.totalBytes ?? 0 });
  const begin = (since: number) => {
    const found = look().then((room) => (last = room), silent);
    void found.then(() => (looking = null));
    return { since, found };
  };
  return (now) => {
    looking ??= begin(now);
    return within(patience - (now - looking.since), looking.found, silent);
  };
}

async function within<T>(ms: number, found: Promise<T>, late: () => T): Promise<T> {
  if (ms <= 0) return late();
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(late()), ms)));
  return Promise.race([found, waited]).finally(() => clearTimeout(timer));
}
