import type { Reception } from "./reception.ts";

/** Seconds between 1900 (NTP) and 1970. */
const ntpEpoch = 2_208_988_800;

export type Sent = {
  readonly ssrc: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly octets: number;
};
/** The peer's last sender report: the middle of its NTP time, and when it came (ms). */
export type HeardReport = { readonly middle: number; readonly at: number };

/** What the peer says of the stream it hears from us. */
export type ReportBlock = {
  /** Whose reception it tells of. */ readonly ssrc: number;
  /** Of the packets since its last report, 0 to 1. */ readonly fractionLost: number;
  /** Since the beginning; below 0 when packets were doubled on the way. */ readonly lost: number;
  readonly highest: number;
  /** ms */ readonly jitter: number;
  /** ms there and back; null before the peer has had a report of ours. */ readonly roundTrip: number | null;
};

/** A compound packet as read. */
export type Reports = {
  /** Who reports. */ readonly from: number;
  readonly heard: HeardReport | null;
  readonly blocks: readonly ReportBlock[];
  readonly bye: boolean;
};

/**
 * The time until the next report in ms (RFC 3550 §6.2, §6.3.1): five seconds, half of it at first, spread by half either
 * way so that no two parties fall into step. `chance` 0 to 1.
 */
export function reportInterval(first: boolean, chance: number): number {
  return ((first ? 2500 : 5000) * (0.5 + chance)) / 1.218_28;
}

/** SR, or RR from one who has sent nothing, with one report block, SDES CNAME (RFC 3550 §6.4, §6.5) and BYE at the end (§6.6). */
export function writeReport(
  sent: Sent,
  cname: string,
  reception: Reception,
  heard: HeardReport | null,
  now: number,
  options: { readonly bye: boolean },
): Buffer {
  const blocks = reception.received > 0 ? 1 : 0;
  const head = sent.packets > 0 ? 28 : 8;
  const report = Buffer.alloc(head + blocks * 24);
  header(report, blocks, sent.packets > 0 ? 200 : 201);
  report.writeUInt32BE(sent.ssrc, 4);
  if (sent.packets > 0) {
    report.writeUInt32BE((Math.floor(now / 1000) + ntpEpoch) >>> 0, 8);
    report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32) >>> 0, 12);
    report.writeUInt32BE(sent.timestamp, 16);
    report.writeUInt32BE(sent.packets >>> 0, 20);
    report.writeUInt32BE(sent.octets >>> 0, 24);
  }
  if (blocks === 1) writeBlock(report.subarray(head), reception, heard, now);
  const parts = [report, describeSource(sent.ssrc, cname)];
  if (options.bye) parts.push(goodbye(sent.ssrc));
  return Buffer.concat(parts);
}

function writeBlock(block: Buffer, reception: Reception, heard: HeardReport | null, now: number): void {
  block.writeUInt32BE(reception.ssrc, 0);
  block[4] = reception.takeFraction();
  block.writeUIntBE(Math.min(reception.lostInStream, 0x7fffff), 5, 3);
  block.writeUInt32BE(reception.extendedHighest, 8);
  block.writeUInt32BE(reception.jitter, 12);
  block.writeUInt32BE(heard?.middle ?? 0, 16);
  block.writeUInt32BE(heard === null ? 0 : Math.floor((now - heard.at) * 65.536) >>> 0, 20);
}

function describeSource(ssrc: number, cname: string): Buffer {
  // One CNAME item, the null that ends the list, padded to a word.
  const packet = Buffer.alloc(Math.ceil((8 + 2 + cname.length + 1) / 4) * 4);
  header(packet, 1, 202);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = 1;
  packet[9] = cname.length;
  packet.write(cname, 10, "ascii");
  return packet;
}

function goodbye(ssrc: number): Buffer {
  const packet = Buffer.alloc(8);
  header(packet, 1, 203);
  packet.writeUInt32BE(ssrc, 4);
  return packet;
}

function header(packet: Buffer, count: number, type: number): void {
  packet[0] = 0x80 | count;
  packet[1] = type;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
}

/** Reads a compound packet that came at `now` (ms since 1970); null when it is none (RFC 3550 A.2). Never throws. */
export function readReports(datagram: Buffer, now: number): Reports | null {
  let from: number | null = null;
  let heard: HeardReport | null = null;
  let bye = false;
  const blocks: ReportBlock[] = [];
  for (let at = 0; at + 8 <= datagram.length;) {
    const end = at + (datagram.readUInt16BE(at + 2) + 1) * 4;
    const type = datagram[at + 1]!;
    const isReport = type === 200 || type === 201;
    // RFC 3550 A.2: version 2 throughout, a report first.
    if (datagram[at]! >> 6 !== 2 || end > datagram.length || (at === 0 && !isReport)) return null;
    const head = type === 200 ? 28 : 8;
    if (isReport && at + head <= end) {
      from ??= datagram.readUInt32BE(at + 4);
      if (type === 200) heard = { middle: datagram.readUInt32BE(at + 10), at: now };
      const count = Math.min(datagram[at]! & 0x1f, Math.floor((end - at - head) / 24));
      for (let number = 0; number < count; number += 1)
        blocks.push(readBlock(datagram.subarray(at + head + number * 24), now));
    }
    bye ||= type === 203;
    at = end;
  }
  return from === null ? null : { from, heard, blocks, bye };
}

function readBlock(block: Buffer, now: number): ReportBlock {
  const lastReport = block.readUInt32BE(16);
  const waited = block.readUInt32BE(20);
  // RFC 3550 §6.4.1: A - LSR - DLSR, in 1/65536 s. A clock that was set meanwhile may make it senseless.
  const trip = (((middleOf(now) - lastReport - waited) | 0) * 1000) / 65_536;
  return {
    ssrc: block.readUInt32BE(0),
    fractionLost: block[4]! / 256,
    lost: (block.readUInt32BE(4) << 8) >> 8,
    highest: block.readUInt32BE(8),
    jitter: block.readUInt32BE(12) / 8,
    roundTrip: lastReport === 0 || trip < 0 || trip > 10_000 ? null : trip,
  };
}

/** The middle 32 bits of an NTP time. */
function middleOf(now: number): number {
  return (((Math.floor(now / 1000) + ntpEpoch) << 16) | Math.floor(((now % 1000) / 1000) * 65_536)) >>> 0;
}
