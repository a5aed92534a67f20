import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import { decode, level, toneBytes } from "@siaga/media/instrument";
import { RTCPeerConnection, RtpHeader, RtpPacket, usePCMA } from "werift";
import { audible, callerTone, deskTone } from "./desk-words.ts";

/** A desk's persistent connection: audio both ways and the data channel, as the console opens it. */
export type DeskLine = {
  send(word: FromDesk): void;
  /** Sings the desk's tone until told otherwise. */
  sing(on: boolean): void;
  /** Calls back at the first frame in which the caller's tone is heard. */
  listenFor(heard: () => void): void;
};

const frame = 160;

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
  let onHeard: (() => void) | null = null;
  peer.onTrack.subscribe((track) =>
    track.onReceiveRtp.subscribe(({ payload }) => {
      if (onHeard === null || level(decode(payload, "PCMA"), callerTone) < audible) return;
      onHeard();
      onHeard = null;
    }),
  );
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
    listenFor: (heard) => void (onHeard = heard),
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

/** One frame of the desk's tone every 20 ms while on. */
function singer(send: (packet: RtpPacket) => void, ssrc: number): (on: boolean) => void {
  const second = toneBytes(deskTone, 1_000);
  let timer: NodeJS.Timeout | null = null;
  let sequence = 0;
  const step = (): void => {
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
  return (on) => {
    if (timer !== null) clearInterval(timer);
    timer = on ? setInterval(step, 20) : null;
  };
}
