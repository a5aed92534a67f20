/** The desks' side: a process with one PeerConnection a leg, each sending G.711 every 20 ms. Told over IPC what to do. */
import { Audio, cleanup, PeerConnection, type Track } from "node-datachannel";

export type ToDesks =
  | { readonly do: "offer"; readonly number: number }
  | { readonly do: "accept"; readonly number: number; readonly answer: string }
  | { readonly do: "close"; readonly number: number }
  | { readonly do: "count" };
export type FromDesks =
  | { readonly did: "offer"; readonly number: number; readonly sdp: string }
  | { readonly did: "count"; readonly heard: number; readonly texts: number };

type Desk = { readonly connection: PeerConnection; readonly track: Track };
const desks = new Map<number, Desk>();
let heard = 0;
let texts = 0;
let sequence = 0;
let due = performance.now();
const tell = (message: FromDesks): void => void process.send?.(message);

/** Nothing may be thrown in a callback of this library, and whatever is sent may meet a side that has just gone. */
function unlessGone(send: () => unknown): void {
  try {
    send();
  } catch {
    // Gone.
  }
}

function offer(number: number): void {
  const connection = new PeerConnection(`desk-${number}`, { iceServers: [], disableAutoNegotiation: true });
  const audio = new Audio("0", "SendRecv");
  audio.addAudioCodec(8, "PCMA");
  audio.addSSRC(1000 + number, "desk", "desk", "voice");
  const track = connection.addTrack(audio);
  track.onMessage((datagram) => void ((datagram[1]! & 0x7f) === 8 && (heard += 1)));
  const channel = connection.createDataChannel("desk");
  channel.onOpen(() => unlessGone(() => channel.sendMessage("ready")));
  channel.onMessage(() => void (texts += 1));
  connection.onGatheringStateChange((state) => {
    if (state === "complete") tell({ did: "offer", number, sdp: connection.localDescription()!.sdp });
  });
  desks.set(number, { connection, track });
  connection.setLocalDescription("offer");
}

function speak(number: number, track: Track): void {
  const datagram = Buffer.alloc(172, 0xd5);
  datagram.writeUInt16BE(0x8008, 0);
  datagram.writeUInt16BE(sequence & 0xffff, 2);
  datagram.writeUInt32BE((sequence * 160) >>> 0, 4);
  datagram.writeUInt32BE(1000 + number, 8);
  unlessGone(() => track.isOpen() && track.sendMessageBinary(datagram));
}

setInterval(() => {
  for (; due <= performance.now(); due += 20) {
    sequence += 1;
    for (const [number, { track }] of desks) speak(number, track);
  }
}, 10);

process.on("message", (told: ToDesks) => {
  if (told.do === "offer") return offer(told.number);
  if (told.do === "count") return tell({ did: "count", heard, texts });
  const desk = desks.get(told.number);
  if (told.do === "accept") return unlessGone(() => desk?.connection.setRemoteDescription(told.answer, "answer"));
  desk?.connection.close();
  desks.delete(told.number);
});
process.on("disconnect", () => {
  cleanup();
  process.exit(0);
});
