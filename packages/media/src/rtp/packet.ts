/** RTP's fixed header (RFC 3550 §5.1). */
export type RtpPacket = {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** A view into the datagram, without padding and extension. */ readonly payload: Uint8Array;
};

export const headerBytes = 12;

/** How far `a` is after `b` (below 0: before), for timestamps, which go round at 2^32. */
export const distance = (a: number, b: number): number => (a - b) | 0;

/** Reads a datagram; null when it is no RTP. Never throws (checked by fuzzing). */
export function parseRtp(datagram: Buffer): RtpPacket | null {
  if (datagram.length < headerBytes || datagram[0]! >> 6 !== 2) return null;
  const first = datagram[0]!;
  const second = datagram[1]!;
  // RFC 5761 §4: 72 to 76 in the second byte, marker removed, is RTCP on the RTP port.
  if ((second & 0x7f) >= 72 && (second & 0x7f) <= 76) return null;
  let start = headerBytes + (first & 0x0f) * 4;
  let end = datagram.length;
  if ((first & 0x10) !== 0) {
    if (start + 4 > end) return null;
    start += 4 + datagram.readUInt16BE(start + 2) * 4;
  }
  if ((first & 0x20) !== 0) {
    const padding = datagram[end - 1]!;
    if (padding === 0) return null;
    end -= padding;
  }
  if (start > end) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: (datagram[2]! << 8) | datagram[3]!,
    timestamp: wordAt(datagram, 4),
    ssrc: wordAt(datagram, 8),
    payload: payloadOf(datagram, start, end),
  };
}

/** Byte by byte: a hundred times a second and call, what `Buffer` checks first costs more than the reading. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

function writeWord(into: Uint8Array, at: number, word: number): void {
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

/** The last view made: sockets lend the same piece of memory again and again, and most packets are built alike. */
const last: { datagram: Buffer | null; start: number; payload: Uint8Array } = {
  datagram: null,
  start: 0,
  payload: new Uint8Array(),
};

function payloadOf(datagram: Buffer, start: number, end: number): Uint8Array {
  if (last.datagram !== datagram || last.start !== start || last.payload.length !== end - start) {
    last.payload = datagram.subarray(start, end);
    last.datagram = datagram;
    last.start = start;
  }
  return last.payload;
}

/** Writes a header of twelve bytes at the start of `into`. */
export function writeRtpHeader(into: Buffer, header: Omit<RtpPacket, "payload">): void {
  into[0] = 0x80;
  into[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  into[2] = header.sequence >> 8;
  into[3] = header.sequence;
  writeWord(into, 4, header.timestamp);
  writeWord(into, 8, header.ssrc);
}
