import { createHash, hash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { diskTurn, openNew, syncFolder } from "./disk.ts";
import { bytesPerMs, partialName, wavHeader, wavHeaderBytes } from "./wav.ts";

export type Finished = {
  readonly file: string;
  readonly sha256: string;
  /** ms */ readonly duration: number;
  readonly bytes: number;
};

const readAtOnce = 65_536;

/**
 * Makes `<file>.partial` a finished recording: header with true sizes, on the disk (fsync), hashed as it stands there, under
 * its own name. Throws what the file system throws.
 */
export async function finishRecording(file: string): Promise<Finished> {
  const handle = await open(partialName(file), "r+");
  try {
    const { size } = await handle.stat();
    // A kill between two writes can leave half a sample pair.
    const soundBytes = Math.max(0, size - wavHeaderBytes) & ~1;
    await handle.write(wavHeader(soundBytes), 0, wavHeaderBytes, 0);
    await handle.truncate(wavHeaderBytes + soundBytes);
    await handle.sync();
    const sha256 = await hashOf(handle);
    await rename(partialName(file), file);
    await syncFolder(dirname(file));
    return { file, sha256, duration: Math.round(soundBytes / bytesPerMs), bytes: wavHeaderBytes + soundBytes };
  } finally {
    await handle.close();
  }
}

/**
 * A short recording, whole in memory: written once, on the disk (fsync) under its own name, hashed as it was written.
 * Throws what the file system throws.
 */
export async function keepWhole(file: string, sound: Buffer): Promise<Finished> {
  const bytes = Buffer.concat([wavHeader(sound.length), sound]);
  const handle = await openNew(partialName(file));
  try {
    await handle.writeFile(bytes);
    await diskTurn();
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partialName(file), file);
  await syncFolder(dirname(file));
  const duration = Math.round(sound.length / bytesPerMs);
  return { file, sha256: hash("sha256", bytes), duration, bytes: bytes.length };
}

async function hashOf(handle: Awaited<ReturnType<typeof open>>): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(readAtOnce);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, readAtOnce, at);
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}
