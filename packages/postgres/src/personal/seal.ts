import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** A text under a key of its own, and that key under the instance's. */
export type Sealed = { readonly ciphertext: Buffer; readonly wrappedKey: Buffer };

const nonceLength = 12;
const tagLength = 16;
/** RFC 3394 §2.2.3.1: the default initial value, which proves the key when it is unwrapped. */
const initial = Buffer.alloc(8, 0xa6);

/** @param name binds the text to its row: a row's contents moved to another do not open. */
export function seal(text: string, name: string, instanceKey: Buffer): Sealed {
  const key = randomBytes(32);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const wrap = createCipheriv("id-aes256-wrap", instanceKey, initial);
  return {
    ciphertext: Buffer.concat([nonce, body, cipher.getAuthTag()]),
    wrappedKey: Buffer.concat([wrap.update(key), wrap.final()]),
  };
}

/** Throws when the row was changed, moved, or sealed under another instance's key. */
export function unseal({ ciphertext, wrappedKey }: Sealed, name: string, instanceKey: Buffer): string {
  const unwrap = createDecipheriv("id-aes256-wrap", instanceKey, initial);
  const key = Buffer.concat([unwrap.update(wrappedKey), unwrap.final()]);
  const decipher = createDecipheriv("aes-256-gcm", key, ciphertext.subarray(0, nonceLength));
  decipher.setAAD(Buffer.from(name)).setAuthTag(ciphertext.subarray(-tagLength));
  const body = ciphertext.subarray(nonceLength, -tagLength);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

/** Finds a number again without keeping it in the clear. */
export const lookupOf = (normalised: string, lookupKey: Buffer): Buffer =>
  createHmac("sha256", lookupKey).update(normalised).digest();
