import type { Random } from "./random.ts";

const CRLF = Buffer.from("\r\n");
const oddBytes = Buffer.from('\0\r\n\t ";:,<>@%=[]()\\/?+-\u00ff0', "latin1");
/** Longest filling put into a message: as much as a datagram holds. */
const HUGE = Buffer.alloc(60_000, "9");

/** Damages a message as networks, bugs and attackers do; `others` are what a splice may take from. */
export function damage(message: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let damaged = message;
  for (let left = 1 + random.below(3); left > 0; left -= 1) damaged = random.pick(kinds)(damaged, others, random);
  return damaged;
}

type Damage = (message: Buffer, others: readonly Buffer[], random: Random) => Buffer;

const flip: Damage = (message, _others, random) => {
  const copy = Buffer.from(message);
  for (let left = 1 + random.below(6); left > 0 && copy.length > 0; left -= 1)
    copy[random.below(copy.length)] = random.once(2)
      ? (oddBytes[random.below(oddBytes.length)] as number)
      : random.below(256);
  return copy;
};

const cut: Damage = (message, _others, random) => {
  const at = random.below(message.length + 1);
  if (random.once(2)) return message.subarray(0, at);
  return Buffer.concat([message.subarray(0, at), message.subarray(Math.min(message.length, at + random.below(80)))]);
};

const splice: Damage = (message, others, random) => {
  const other = random.pick(others);
  return Buffer.concat([
    message.subarray(0, random.below(message.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
};

/** One line of the head stands there twice, or many times. */
const repeatLine: Damage = (message, _others, random) => {
  const start = message.indexOf(CRLF, random.below(message.length + 1));
  const end = start === -1 ? -1 : message.indexOf(CRLF, start + 2);
  if (end === -1) return message;
  const line = message.subarray(start, end);
  const times = random.once(20) ? 300 : 1 + random.below(3);
  const copies = Array.from({ length: times }, () => line);
  return Buffer.concat([message.subarray(0, end), ...copies, message.subarray(end)]);
};

/** A value far longer than any should be; seldom as long as a datagram. */
const swell: Damage = (message, _others, random) => {
  const at = random.below(message.length + 1);
  const length = random.once(50) ? random.below(HUGE.length) : random.below(200);
  return Buffer.concat([message.subarray(0, at), HUGE.subarray(0, length), message.subarray(at)]);
};

const kinds: readonly Damage[] = [flip, flip, flip, cut, splice, repeatLine, swell];
