import { constants } from "node:fs";
import { open, type FileHandle, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { partialName, wavHeader } from "./wav.ts";

/** ms in which files that end are gathered: one turn of the disk serves them all. */
const gathered = 100;

let turn: Promise<void> | null = null;

/** The next time files are brought to the disk together: the file system then writes its journal once for all of them. */
export function diskTurn(): Promise<void> {
  turn ??= pause(gathered).then(() => {
    turn = null;
  });
  return turn;
}

const asked = new Map<string, Promise<void>>();

/** The folder's names are on the disk (fsync). Renames of one moment share one. */
export function syncFolder(folder: string): Promise<void> {
  const waiting = asked.get(folder);
  if (waiting !== undefined) return waiting;
  const synced = diskTurn().then(() => {
    asked.delete(folder);
    return syncNow(folder);
  });
  asked.set(folder, synced);
  return synced;
}

async function syncNow(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** A new file for its owner alone, in a folder that is made when it is not there. Rejects when the file is there already. */
export async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return open(file, "wx", 0o600);
  }
}

/** The file a process left unfinished, else a new one (the call had not lasted a second). Writes go to its end. */
export async function openPartial(file: string): Promise<FileHandle> {
  const partial = partialName(file);
  const left = await open(partial, constants.O_RDWR | constants.O_APPEND).catch(() => null);
  if (left !== null) return left;
  const handle = await openNew(partial);
  await handle.write(wavHeader(0));
  return handle;
}
