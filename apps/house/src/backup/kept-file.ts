import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

export type Hashed = { readonly bytes: number; readonly sha256: string };

/** Copies a file for its owner alone, hashed as it went by and on the disk (fsync) under its name when it resolves. */
export async function copyFile(from: string, to: string): Promise<Hashed> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  return whole(to, (partial, passing) => pipeline(createReadStream(from), passing, writing(partial)));
}

/** Writes lines, compressed. `bytes` and `sha256` are of the file as it lies there. */
export async function writeLines(
  to: string,
  pages: AsyncIterable<readonly string[]>,
): Promise<Hashed & { rows: number }> {
  let rows = 0;
  const text = async function* () {
    for await (const lines of pages) {
      rows += lines.length;
      if (lines.length > 0) yield `${lines.join("\n")}\n`;
    }
  };
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hashed = await whole(to, (partial, passing) =>
    pipeline(Readable.from(text()), createGzip({ level: 4 }), passing, writing(partial)),
  );
  return { ...hashed, rows };
}

const pageSize = 500;

/** The lines of a compressed file, in pages. Rejects when it is damaged or cut off. */
export async function* readLines(file: string): AsyncIterable<readonly string[]> {
  const unpacked = createGunzip();
  const reading = pipeline(createReadStream(file), unpacked);
  reading.catch(() => {});
  unpacked.setEncoding("utf8");
  let page: string[] = [];
  let begun = "";
  for await (const text of unpacked as AsyncIterable<string>) {
    // At line feeds alone: JSON leaves U+2028 as it is, and readline would end a line there.
    const lines = (begun + text).split("\n");
    begun = lines.pop() ?? "";
    page.push(...lines);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  await reading;
  if (begun !== "") throw new Error(`${file} ends within a line`);
  if (page.length > 0) yield page;
}

export async function hashFile(file: string): Promise<Hashed> {
  const passing = counting();
  await pipeline(createReadStream(file), passing.stream, async (bytes) => {
    for await (const _ of bytes);
  });
  return passing.result();
}

const writing = (file: string) => createWriteStream(file, { mode: 0o600, flush: true });

/** The name appears only when the content is on the disk. */
async function whole(to: string, write: (partial: string, passing: Transform) => Promise<void>): Promise<Hashed> {
  const partial = `${to}.partial`;
  const passing = counting();
  try {
    await write(partial, passing.stream);
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return passing.result();
}

function counting(): { readonly stream: Transform; result(): Hashed } {
  const hash: Hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}

/** The folder's names are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
