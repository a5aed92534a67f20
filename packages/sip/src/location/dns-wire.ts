/** DNS messages (RFC 1035 §4) as far as locating a SIP server needs them: one question out, its answers in. */
import { canonicalAddress } from "../transport/peer.ts";

export const recordTypes = { A: 1, CNAME: 5, AAAA: 28, SRV: 33, NAPTR: 35 } as const;
export type RecordType = keyof typeof recordTypes;

/** RFC 2782. */
export type Srv = {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
};
/** RFC 3403 §4.1. */
export type Naptr = { readonly order: number; readonly preference: number; readonly flags: string; readonly service: string; readonly replacement: string }; // prettier-ignore

export type Record =
  | { readonly type: "A" | "AAAA" | "CNAME"; readonly name: string; readonly ttl: number; readonly value: string }
  | { readonly type: "SRV"; readonly name: string; readonly ttl: number; readonly value: Srv }
  | { readonly type: "NAPTR"; readonly name: string; readonly ttl: number; readonly value: Naptr };

/** A name server's answer. `code` 0: none wrong, 3: no such name (RFC 1035 §4.1.1). */
export type Reply = {
  readonly id: number;
  readonly code: number;
  readonly truncated: boolean;
  readonly question: { readonly name: string; readonly type: number } | null;
  readonly records: readonly Record[];
};

/** RFC 1035 §4.1.2: one question, recursion desired. */
export function writeQuestion(id: number, name: string, type: RecordType): Buffer {
  const head = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split(".").filter((label) => label !== "");
  const written = labels.map((label) => Buffer.from([label.length, ...Buffer.from(label, "latin1")]));
  return Buffer.concat([head, ...written, Buffer.from([0, 0, recordTypes[type], 0, 1])]);
}

/** Null for bytes that are no answer. Records of other types are left out. */
export function readReply(bytes: Buffer): Reply | null {
  try {
    return read(bytes);
  } catch {
    // A read past the end (RangeError) is what every malformed message comes to.
    return null;
  }
}

function read(bytes: Buffer): Reply | null {
  const flags = bytes.readUInt16BE(2);
  if ((flags & 0x8000) === 0) return null;
  const cursor = { at: 12 };
  let question: Reply["question"] = null;
  for (let left = bytes.readUInt16BE(4); left > 0; left -= 1) {
    const name = readName(bytes, cursor);
    question = { name, type: bytes.readUInt16BE(cursor.at) };
    cursor.at += 4;
  }
  const records: Record[] = [];
  for (let left = bytes.readUInt16BE(6); left > 0; left -= 1) {
    const record = readRecord(bytes, cursor);
    if (record !== null) records.push(record);
  }
  return { id: bytes.readUInt16BE(0), code: flags & 15, truncated: (flags & 0x0200) !== 0, question, records };
}

type Cursor = { at: number };

function readRecord(bytes: Buffer, cursor: Cursor): Record | null {
  const name = readName(bytes, cursor);
  const type = bytes.readUInt16BE(cursor.at);
  // RFC 2181 §8: a TTL with its highest bit set means zero.
  const said = bytes.readUInt32BE(cursor.at + 4);
  const ttl = said > 0x7fffffff ? 0 : said;
  const data = cursor.at + 10;
  const end = data + bytes.readUInt16BE(cursor.at + 8);
  if (end > bytes.length) throw new RangeError("the record is longer than the message");
  cursor.at = end;
  if (type === recordTypes.A) return { type: "A", name, ttl, value: [...bytes.subarray(data, end)].join(".") };
  if (type === recordTypes.AAAA) return { type: "AAAA", name, ttl, value: addressOf(bytes.subarray(data, end)) };
  if (type === recordTypes.CNAME) return { type: "CNAME", name, ttl, value: readName(bytes, { at: data }) };
  if (type === recordTypes.SRV) return { type: "SRV", name, ttl, value: readSrv(bytes, data) };
  if (type === recordTypes.NAPTR) return { type: "NAPTR", name, ttl, value: readNaptr(bytes, data) };
  return null;
}

/** Eight groups of 16 bits. */
const addressOf = (data: Buffer): string =>
  canonicalAddress(Array.from({ length: 8 }, (_, at) => data.readUInt16BE(at * 2).toString(16)).join(":"));

function readSrv(bytes: Buffer, at: number): Srv {
  const [priority, weight, port] = [0, 2, 4].map((step) => bytes.readUInt16BE(at + step)) as [number, number, number];
  return { priority, weight, port, target: readName(bytes, { at: at + 6 }) };
}

function readNaptr(bytes: Buffer, at: number): Naptr {
  const cursor = { at: at + 4 };
  const text = (): string => {
    const length = bytes.readUInt8(cursor.at);
    cursor.at += length + 1;
    return bytes.toString("latin1", cursor.at - length, cursor.at);
  };
  const [flags, service] = [text(), text()];
  text(); // The regular expression: SIP uses the replacement only (RFC 3263 §4.1).
  const replacement = readName(bytes, cursor);
  return { order: bytes.readUInt16BE(at), preference: bytes.readUInt16BE(at + 2), flags, service, replacement };
}

/** RFC 1035 §4.1.4: labels, or a pointer to where they stand already. Lower case, no final dot. */
function readName(bytes: Buffer, cursor: Cursor): string {
  const labels: string[] = [];
  let at = cursor.at;
  let jumped = false;
  for (let steps = 0; ; steps += 1) {
    if (steps > 128) throw new RangeError("a name that points to itself");
    const length = bytes.readUInt8(at);
    if (length >= 0xc0) {
      if (!jumped) cursor.at = at + 2;
      jumped = true;
      at = bytes.readUInt16BE(at) & 0x3fff;
    } else {
      at += 1;
      if (length === 0) break;
      if (at + length > bytes.length) throw new RangeError("a label longer than the message");
      labels.push(bytes.toString("latin1", at, at + length));
      at += length;
    }
  }
  if (!jumped) cursor.at = at;
  return labels.join(".").toLowerCase();
}
