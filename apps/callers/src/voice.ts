import { createSocket } from "node:dgram";
import { once } from "node:events";

const frame = 160;
const frameMs = 20;
const silence = Buffer.alloc(frame, 0xd5);

/** One caller's telephone: speaks A-law over RTP (RFC 3550, RFC 3551 payload type 8), listens and counts. */
export type Voice = {
  readonly offer: string;
  /** Begins to send to the address of an SDP answer; a later call moves there. */
  sendTo(answer: string): void;
  heardPackets(): number;
  close(): void;
};

/** `speech` is raw A-law, repeated with ten seconds of silence between; null sends silence only. */
export async function openVoice(address: string, speech: Buffer | null, ssrc: number): Promise<Voice> {
  const socket = createSocket("udp4").bind(0, address);
  await once(socket, "listening");
  let heard = 0;
  socket.on("message", () => heard++);
  const spoken =
    speech === null
      ? silence
      : Buffer.concat([Buffer.alloc(frame * 50, 0xd5), speech, Buffer.alloc(frame * 500, 0xd5)]);
  let target: { port: number; address: string } | null = null;
  let sent = 0;
  const begun = performance.now();
  const due = (): number => Math.floor((performance.now() - begun) / frameMs);
  const timer = setInterval(() => {
    const now = due();
    if (target === null) sent = now;
    for (; target !== null && sent <= now; sent++)
      socket.send(packet(sent, frameOf(spoken, sent), ssrc), target.port, target.address);
  }, frameMs);
  return {
    offer: offerOf(address, socket.address().port, ssrc),
    sendTo: (answer) => void (target = targetOf(answer) ?? target),
    heardPackets: () => heard,
    close() {
      clearInterval(timer);
      socket.close();
    },
  };
}

function frameOf(speech: Buffer, index: number): Buffer {
  const frames = Math.max(1, Math.floor(speech.length / frame));
  const start = (index % frames) * frame;
  return speech.subarray(start, start + frame);
}

function packet(index: number, payload: Buffer, ssrc: number): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = 8 | (index === 0 ? 0x80 : 0);
  header.writeUInt16BE(index & 0xffff, 2);
  header.writeUInt32BE((index * frame) >>> 0, 4);
  header.writeUInt32BE(ssrc >>> 0, 8);
  return Buffer.concat([header, payload]);
}

const offerOf = (address: string, port: number, session: number): string =>
  [
    "v=0",
    `o=- ${session} 1 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${address}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP 8 101`,
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");

function targetOf(answer: string): { port: number; address: string } | null {
  const port = /^m=audio (\d+) /m.exec(answer)?.[1];
  const address = /^c=IN IP4 (\S+)/m.exec(answer)?.[1];
  return port && address ? { port: Number(port), address } : null;
}
