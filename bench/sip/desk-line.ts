import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import { decode, toneBytes } from "@siaga/media/instrument";
import { RTCPeerConnection, RtpHeader, RtpPacket, usePCMA } from "werift";

/** A desk's persistent connection: audio both ways and the data channel, as the console opens it. */
export type DeskLine = {
  send(word: FromDesk): void;
  /** Sings this tone (Hz) until told otherwise; null: is still. */
  sing(tone: number | null): void;
  /** Whoever listens is given every 20 ms of 16-bit sound; null: nobody does, and nothing is decoded. */
  listen(each: ((samples: Int16Array) => void) | null): void;
};

const frame = 160;
const frameMs = 20;

/** Signals over the desk's WebSocket, then speaks over the data channel. Resolves when the channel stands. */
export async function openDeskLine(url: string, hear: (word: ToDesk) => void): Promise<DeskLine> {
  const peer = new RTCPeerConnection({
    codecs: { audio: [usePCMA({ payloadType: 8 })], video: [] },
    headerExtensions: { audio: [], video: [] },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    bundlePolicy: "max-bundle",
  });
  const { sender } = peer.addTransceiver("audio", { direction: "sendrecv" });
  const channel = peer.createDataChannel("desk");
  let listener: ((samples: Int16Array) => void) | null = null;
  peer.onTrack.subscribe((track) => track.onReceiveRtp.subscribe(({ payload }) => listener?.(decode(payload, "PCMA"))));
  channel.onMessage.subscribe((text) => hear(JSON.parse(text.toString()) as ToDesk));
  const open = new Promise<void>((done) =>
    channel.stateChanged.subscribe((state) => void (state === "open" && done())),
  );
  await peer.setLocalDescription(await peer.createOffer());
  await signal(url, peer);
  await open;
  const send = (word: FromDesk): void => channel.send(Buffer.from(JSON.stringify(word)));
  setInterval(() => send({ type: "beat", at: Date.now() }), 500);
  return {
    send,
    sing: singer((packet) => void sender.sendRtp(packet), sender.ssrc),
    listen: (each) => void (listener = each),
  };
}

/** Offer and answer go over the WebSocket, which stays open beside the channel. */
async function signal(url: string, peer: RTCPeerConnection): Promise<void> {
  const socket = new WebSocket(url);
  await new Promise<void>((done, fail) => {
    socket.onopen = () => done();
    socket.onerror = () => fail(new Error(`no desk-link at ${url.split("?")[0]}`));
  });
  const say = (word: FromDesk): void => socket.send(JSON.stringify(word));
  const answered = new Promise<string>((done, fail) => {
    socket.onmessage = ({ data }) => {
      const word = JSON.parse(String(data)) as ToDesk;
      if (word.type === "answer") done(word.sdp);
      if (word.type === "refused") fail(new Error(word.sentence));
    };
  });
  say({ type: "offer", sdp: peer.localDescription?.sdp ?? "" });
  await peer.setRemoteDescription({ type: "answer", sdp: await answered });
  setInterval(() => say({ type: "beat", at: Date.now() }), 500);
}

/** One frame of the tone every 20 ms. */
function singer(send: (packet: RtpPacket) => void, ssrc: number): (tone: number | null) => void {
  let second: Uint8Array = new Uint8Array();
  let timer: NodeJS.Timeout | null = null;
  let [sequence, due] = [0, 0];
  const sendOne = (): void => {
    const at = (sequence * frame) % second.length;
    const header = new RtpHeader({
      payloadType: 8,
      sequenceNumber: sequence & 0xffff,
      timestamp: sequence * frame,
      ssrc,
    });
    send(new RtpPacket(header, Buffer.from(second.subarray(at, at + frame))));
    sequence += 1;
  };
  // A timer that comes late sends what it owes: the other side's buffer must not run dry.
  const step = (): void => {
    for (; due <= performance.now(); due += frameMs) sendOne();
  };
  return (tone) => {
    if (timer !== null) clearInterval(timer);
    if (tone !== null) second = toneBytes(tone, 1_000);
    due = performance.now();
    timer = tone === null ? null : setInterval(step, frameMs / 2);
  };
}
