import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * The file: a header, then frames.
 *   header  magic (8) ‖ salt (16) ‖ proof (16, a GCM tag over the two)
 *   frame   length (4, of what follows the CRC) ‖ crc32 (4, of what follows) ‖ index (6) ‖ nonce (12) ‖ text ‖ tag (16)
 * Each file has a key of its own (HKDF of the instance's key and the salt); index and header are authenticated, so a
 * frame cannot be moved, repeated or taken to another file. Integers are big-endian.
 */
const magic = Buffer.from("SIAGAJ1\n");
const saltLength = 16;
const tagLength = 16;
const nonceLength = 12;
const indexLength = 6;
const prefixLength = 8;
const leastBody = indexLength + nonceLength + tagLength;
export const headerLength = magic.length + saltLength + tagLength;

/** What opens and closes the frames of one file. */
export type FrameKey = { readonly key: Buffer; readonly header: Buffer };

/** A new file's header and key. */
export function drawHeader(instanceKey: Buffer): FrameKey {
  const start = Buffer.concat([magic, randomBytes(saltLength)]);
  const key = deriveKey(instanceKey, start);
  return { key, header: Buffer.concat([start, proofOf(key, start)]) };
}

/** Null when the header is another program's, damaged, or made with another key. */
export function readHeader(header: Buffer, instanceKey: Buffer): FrameKey | null {
  const start = header.subarray(0, magic.length + saltLength);
  if (!start.subarray(0, magic.length).equals(magic)) return null;
  const key = deriveKey(instanceKey, start);
  return proofOf(key, start).equals(header.subarray(start.length, headerLength))
    ? { key, header: Buffer.from(header) }
    : null;
}

const deriveKey = (instanceKey: Buffer, start: Buffer): Buffer =>
  Buffer.from(hkdfSync("sha256", instanceKey, start.subarray(magic.length), "siaga journal", 32));

/** Proves the key without a frame; its nonce (zero) is never drawn for a frame in practice: 2^-96. */
function proofOf(key: Buffer, start: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(nonceLength)).setAAD(start);
  cipher.final();
  return cipher.getAuthTag();
}

/** One record as bytes to be appended. */
export function sealFrame({ key, header }: FrameKey, index: number, text: string): Buffer {
  const counted = Buffer.alloc(indexLength);
  counted.writeUIntBE(index, 0, indexLength);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.concat([header, counted]));
  const body = Buffer.concat([counted, nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(body.length, 0);
  prefix.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([prefix, body]);
}

/** A frame found whole at `start`; `text` is null when it was damaged where it lies. */
export type Frame = { readonly index: number; readonly text: string | null; readonly end: number };

/** Null when the bytes at `start` are not a whole frame: the torn tail, or nothing. */
export function openFrame(frameKey: FrameKey, file: Buffer, start: number): Frame | null {
  if (start + prefixLength > file.length) return null;
  const length = file.readUInt32BE(start);
  const end = start + prefixLength + length;
  if (length < leastBody || end > file.length) return null;
  const body = file.subarray(start + prefixLength, end);
  const index = body.readUIntBE(0, indexLength);
  const sound = crc32(body) === file.readUInt32BE(start + 4);
  return { index, end, text: sound ? unseal(frameKey, body) : null };
}

function unseal({ key, header }: FrameKey, body: Buffer): string | null {
  const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(indexLength, indexLength + nonceLength));
  decipher.setAAD(Buffer.concat([header, body.subarray(0, indexLength)])).setAuthTag(body.subarray(-tagLength));
  try {
    const text = body.subarray(indexLength + nonceLength, -tagLength);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
