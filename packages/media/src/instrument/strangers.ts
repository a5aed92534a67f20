import { createSocket } from "node:dgram";

/** A sequence of whole numbers below `below` that is the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const stunTypes = [0x0001, 0x0101, 0x0111, 0x0011, 0x0003, 0x0115];
const stunAttributes = [0x06, 0x08, 0x20, 0x24, 0x25, 0x8029, 0x802a, 0x8028, 0x09, 0x01, 0x16, 0x13];

/** Datagrams as a stranger may send them to a desk's port: broken STUN, DTLS, RTP and RTCP, and noise. */
export function inventor(seed: number): () => Buffer {
  const roll = dice(seed);
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => roll(256)));
  const length = (right: number): number => (roll(10) < 7 ? right : roll(65_536));
  const stun = (): Buffer => {
    const message = noise(20 + roll(200));
    message.writeUInt16BE(stunTypes[roll(stunTypes.length)]!, 0);
    message.writeUInt16BE(length(message.length - 20), 2);
    message.writeUInt32BE(0x2112a442, 4);
    for (let at = 20; at + 8 < message.length; at += 4 + roll(40)) {
      message.writeUInt16BE(stunAttributes[roll(stunAttributes.length)]!, at);
      message.writeUInt16BE(length(roll(40)), at + 2);
    }
    return message;
  };
  const dtls = (): Buffer => {
    const record = noise(14 + roll(300));
    record[0] = 20 + roll(6);
    record.writeUInt16BE(roll(2) === 0 ? 0xfefd : 0xfeff, 1);
    record.writeUInt16BE(length(record.length - 13), 11);
    record[13] = roll(25);
    return record;
  };
  const rtp = (): Buffer => {
    const packet = noise(1 + roll(300));
    packet[0] = 0x80 | roll(64);
    return packet;
  };
  const kinds = [stun, dtls, rtp, () => noise(roll(1_400))];
  return () => kinds[roll(kinds.length)]!();
}

/** Sends that many datagrams to the ports of this machine, from an address no desk has. */
export async function assail(ports: readonly number[], datagrams: number, seed = 112): Promise<void> {
  const socket = createSocket("udp4");
  const invent = inventor(seed);
  for (let sent = 0; sent < datagrams; sent += 1) {
    socket.send(invent(), ports[sent % ports.length]!, "127.0.0.1");
    if (sent % 40 === 39) await new Promise((next) => setTimeout(next, 1));
  }
  await new Promise((heard) => setTimeout(heard, 300));
  socket.close();
}
