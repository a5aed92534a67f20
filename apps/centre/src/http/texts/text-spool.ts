import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PersonalId } from "@siaga/core";
import type { Personal } from "@siaga/postgres";
import type { Logger } from "pino";

export type TextKind = "narrative" | "place" | "note" | "reason";

/** Words written while the database is away: encrypted files in the data folder until the record has them. */
export interface TextSpool {
  /** On disk (fsynced) when it resolves. */
  keep(id: PersonalId, kind: TextKind, text: string): Promise<void>;
  close(): void;
}

const retryEvery = 2_000;
const named = /^([\w-]{1,64})\.(narrative|place|note|reason)$/;

/** Hands what an earlier run left over to the record, too. `key` encrypts the files (32 bytes). */
export function openTextSpool(folder: string, key: Buffer, personal: Pick<Personal, "put">, log: Logger): TextSpool {
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const tryLater = (): void => {
    if (!closed) timer ??= setTimeout(() => void handOver(), retryEvery).unref();
  };
  const handOver = async (): Promise<void> => {
    timer = null;
    try {
      await handOverAll(folder, key, personal, log);
    } catch (error) {
      log.warn({ code: (error as { code?: string }).code }, "texts wait for the record");
      tryLater();
    }
  };
  void handOver();
  return {
    async keep(id, kind, text) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${id}.${kind}`;
      const file = await open(join(folder, `.${name}`), "wx", 0o600);
      await file.writeFile(seal(text, name, key));
      await file.sync();
      await file.close();
      await rename(join(folder, `.${name}`), join(folder, name));
      tryLater();
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Gives every waiting text to the record and forgets its file; a damaged one stays for a person to look at. */
async function handOverAll(folder: string, key: Buffer, personal: Pick<Personal, "put">, log: Logger): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, id, kind] = named.exec(name) ?? [];
    if (id === undefined || kind === undefined) continue;
    const text = unseal(await readFile(join(folder, name)), name, key);
    if (text === null) {
      log.error({ file: name }, "a text waiting for the record is damaged; it stays in unkept-texts");
      continue;
    }
    await personal.put(kind as TextKind, text, { id });
    await rm(join(folder, name));
  }
}

/** AES-256-GCM, bound to the file's name: 12 bytes nonce, 16 bytes tag, ciphertext (NIST SP 800-38D §8.2.2). */
function seal(text: string, name: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Null when the file is not what was written under this name and key. */
function unseal(bytes: Buffer, name: string, key: Buffer): string | null {
  try {
    const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(Buffer.from(name));
    cipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
