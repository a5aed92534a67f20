import { dice } from "@siaga/media/instrument";
import { RTCPeerConnection, type RTCDtlsTransport, usePCMA } from "werift";

/** A desk that has every right to be there (ICE, DTLS) and sends nonsense inside: SCTP and RTP changed at random. */
export type HostileDesk = {
  readonly offer: string;
  /** Resolves when the data channel stands. */
  accept(answer: string): Promise<void>;
  attack(datagrams: number, seed: number): Promise<void>;
  close(): Promise<void>;
};

export async function openHostileDesk(): Promise<HostileDesk> {
  const peer = new RTCPeerConnection({
    codecs: { audio: [usePCMA({ payloadType: 8 })], video: [] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    bundlePolicy: "max-bundle",
  });
  const { sender } = peer.addTransceiver("audio", { direction: "sendrecv" });
  const channel = peer.createDataChannel("desk");
  await peer.setLocalDescription(await peer.createOffer());
  const inside = overhear(peer.dtlsTransports[0]!);
  return {
    offer: peer.localDescription!.sdp,
    async accept(answer) {
      const open = new Promise<void>((done) =>
        channel.stateChanged.subscribe((now) => void (now === "open" && done())),
      );
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      await open;
      for (let word = 1; word <= 20; word += 1) channel.send("x".repeat(word * 150));
      await new Promise((said) => setTimeout(said, 200));
    },
    async attack(datagrams, seed) {
      const roll = dice(seed);
      for (let sent = 0; sent < datagrams; sent += 1) {
        const nonsense = changed(inside.heard[roll(inside.heard.length)]!, roll);
        if (roll(4) > 0) await inside.send(nonsense).catch(() => undefined);
        else await sender.sendRtp(rtp(sender.ssrc, nonsense, roll)).catch(() => undefined);
        if (sent % 20 === 19) await new Promise((next) => setTimeout(next, 1));
      }
    },
    close: () => peer.close(),
  };
}

type Inside = { readonly heard: Buffer[]; readonly send: (data: Buffer) => Promise<void> };

/** Keeps what goes through the DTLS connection, as patterns for nonsense. */
function overhear(transport: RTCDtlsTransport): Inside {
  const heard: Buffer[] = [];
  const send = transport.sendData;
  const listening = (data: Buffer): Promise<void> => {
    if (heard.length < 500) heard.push(Buffer.from(data));
    return send(data);
  };
  Object.assign(transport, { sendData: listening });
  return { heard, send };
}

/** An SCTP packet with some bytes changed and its checksum right (RFC 9260 §6.8), so that it is looked into. */
function changed(pattern: Buffer, roll: (below: number) => number): Buffer {
  const packet = Buffer.from(pattern);
  for (let change = 0; change <= roll(6); change += 1) {
    const at = 12 + roll(Math.max(1, packet.length - 13));
    if (at + 2 > packet.length) continue;
    if (roll(3) === 0) packet.writeUInt16BE(roll(65_536), at);
    else packet[at] = roll(256);
  }
  const cut = roll(4) === 0 ? packet.subarray(0, Math.min(packet.length, 12 + roll(packet.length))) : packet;
  if (cut.length >= 12) {
    cut.writeUInt32LE(0, 8);
    cut.writeUInt32LE(crc32c(cut), 8);
  }
  return cut;
}

/** RTP with a header of chance: versions, extensions, sources and padding that do not add up. */
function rtp(ssrc: number, payload: Buffer, roll: (below: number) => number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8008 | (roll(64) << 8), 0);
  header.writeUInt16BE(roll(65_536), 2);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, payload]);
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
  return rest >>> 0;
});

/** CRC-32C (RFC 9260, appendix A). */
function crc32c(bytes: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = crcTable[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}
