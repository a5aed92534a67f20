import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Contents, type Journalled, readContents } from "./contents.ts";
import { openGroups, openTurns } from "./turns.ts";
import { drawHeader, type FrameKey, headerLength, readHeader, sealFrame } from "./frame.ts";

/** The file is not a journal of this instance: another program's, or its keys were replaced. It is left untouched. */
export class UnreadableJournalError extends Error {
  override name = "UnreadableJournalError";
}

/**
 * What must not be lost while the record is away: an append-only file, encrypted, fsynced before `append` resolves.
 * One process writes it.
 */
export interface Journal<T> {
  /** On disk when it resolves, with whatever else was asked meanwhile in the same fsync. */
  append(...records: readonly T[]): Promise<void>;
  /** Everything in it, oldest first, as of now. */
  replay(): Promise<readonly T[]>;
  /** Removes what was handed over: the `oldest` so many records, or everything asked for so far. What was appended since stays. */
  clear(oldest?: number): Promise<void>;
  /** Records in it. */
  size(): number;
  /** Records found damaged by the disk when it was opened; a torn tail is none. */
  readonly damaged: number;
  close(): Promise<void>;
}

type Pending = { readonly index: number; readonly text: string };
type OpenFile = { handle: FileHandle; frameKey: FrameKey; end: number };

/** @param key 32 bytes; the file is mode 0600, made when it is not there */
export async function openJournal<T>({
  file,
  key,
}: {
  readonly file: string;
  readonly key: Buffer;
}): Promise<Journal<T>> {
  await rm(`${file}.new`, { force: true });
  const found = await readExisting(file, key);
  const current: OpenFile = found ? await reopen(file, found) : await create(file, key, []);
  if (!found) await syncFolder(dirname(file));
  const kept = found?.contents.records ?? [];
  let size = kept.length;
  let next = (kept.at(-1)?.index ?? 0) + 1;

  const inTurn = openTurns();
  const contents = async () => readContents(current.frameKey, await readFile(file)).records;
  const groups = openGroups<Pending>(inTurn, async (group) => {
    // Sealed only now: `clear` may have changed the file, and its key with it, since it was asked for.
    await writeAtEnd(current, Buffer.concat(group.map(({ index, text }) => sealFrame(current.frameKey, index, text))));
    size += group.length;
  });
  return {
    damaged: found?.contents.damaged ?? 0,
    size: () => size,
    append: (...records) => groups.add(records.map((record) => ({ index: next++, text: JSON.stringify(record) }))),
    replay: () => inTurn(async () => (await contents()).map(({ record }) => record as T)),
    clear(oldest) {
      groups.part();
      return inTurn(async () => {
        const rest = oldest === undefined ? [] : (await contents()).slice(oldest);
        const fresh = await create(file, key, rest);
        const { handle } = current;
        // From here on this is the file, whatever else fails: what is appended to the old one would be lost.
        Object.assign(current, fresh);
        size = rest.length;
        await handle.close();
        await syncFolder(dirname(file));
      });
    },
    close: () => inTurn(() => current.handle.close()),
  };
}

/** A write that fails half-way (a full disk) leaves nothing behind. */
async function writeAtEnd(file: OpenFile, bytes: Buffer): Promise<void> {
  try {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.handle.write(bytes, done, bytes.length - done, file.end + done);
      done += bytesWritten;
    }
    await file.handle.datasync();
    file.end += bytes.length;
  } catch (error) {
    await file.handle.truncate(file.end).catch(() => {});
    throw error;
  }
}

type Found = { readonly frameKey: FrameKey; readonly contents: Contents };

/** Null when there is no file yet, or only the beginning of one that never held a record. */
async function readExisting(file: string, key: Buffer): Promise<Found | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  if (bytes.length < headerLength) return null;
  const frameKey = readHeader(bytes.subarray(0, headerLength), key);
  if (frameKey === null)
    throw new UnreadableJournalError(
      `${file} was not written with this instance's keys; put back keys.json from your backup.`,
    );
  return { frameKey, contents: readContents(frameKey, bytes) };
}

async function reopen(file: string, { frameKey, contents }: Found): Promise<OpenFile> {
  const handle = await open(file, "r+");
  await handle.chmod(0o600);
  await handle.truncate(contents.end);
  await handle.sync();
  return { handle, frameKey, end: contents.end };
}

/** Takes the place of the old file whole or not at all; a try that failed (a full disk) hinders none after it. */
async function create(file: string, key: Buffer, records: readonly Journalled[]): Promise<OpenFile> {
  const frameKey = drawHeader(key);
  const frames = records.map(({ index, record }) => sealFrame(frameKey, index, JSON.stringify(record)));
  const bytes = Buffer.concat([frameKey.header, ...frames]);
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, "wx+", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    await rename(fresh, file);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
  return { handle, frameKey, end: bytes.length };
}

/** The folder's names are on the disk (fsync). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
