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

/** SR with one report block and SDES CNAME (RFC 3550 §6.4.1, §6.5), with BYE (§6.6) when the leg ends. */
export function writeReport(
  sent: Sent,
  reception: Reception,
  heard: HeardReport | null,
  now: number,
  options: { readonly bye: boolean },
): Buffer {
  const blocks = reception.received > 0 ? 1 : 0;
  const report = Buffer.alloc(28 + blocks * 24);
  header(report, blocks, 200);
  report.writeUInt32BE(sent.ssrc, 4);
  report.writeUInt32BE((Math.floor(now / 1000) + ntpEpoch) >>> 0, 8);
  report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32) >>> 0, 12);
  report.writeUInt32BE(sent.timestamp, 16);
  report.writeUInt32BE(sent.packets >>> 0, 20);
  report.writeUInt32BE(sent.octets >>> 0, 24);
  if (blocks === 1) writeBlock(report.subarray(28), reception, heard, now);
  const parts = [report, describeSource(sent.ssrc)];
  if (options.bye) parts.push(goodbye(sent.ssrc));
  return Buffer.concat(parts);
}

function writeBlock(block: Buffer, reception: Reception, heard: HeardReport | null, now: number): void {
  block.writeUInt32BE(reception.ssrc, 0);
  block[4] = reception.takeFraction();
  block.writeUIntBE(Math.min(reception.lost, 0x7fffff), 5, 3);
  block.writeUInt32BE(reception.extendedHighest, 8);
  block.writeUInt32BE(reception.jitter, 12);
  block.writeUInt32BE(heard?.middle ?? 0, 16);
  block.writeUInt32BE(heard === null ? 0 : Math.floor((now - heard.at) * 65.536) >>> 0, 20);
}

function describeSource(ssrc: number): Buffer {
  // One CNAME item "siaga", the null that ends the list, padded to a word.
  const packet = Buffer.alloc(16);
  header(packet, 1, 202);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = 1;
  packet[9] = 5;
  packet.write("siaga", 10, "ascii");
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

/** The peer's sender report in a compound packet, or null. Never throws. */
export function hearReport(datagram: Buffer, now: number): HeardReport | null {
  if (datagram.length < 28 || datagram[0]! >> 6 !== 2 || datagram[1] !== 200) return null;
  return { middle: datagram.readUInt32BE(10), at: now };
}
