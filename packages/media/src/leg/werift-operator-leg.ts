import {
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  usePCMA,
  usePCMU,
  type MediaStreamTrack,
  type RTCDataChannel,
} from "werift";
import type { Codec } from "../audio/g711.ts";
import type { Refused } from "../plane.ts";
import { ownAddresses, withAddresses, withoutNames } from "./candidates.ts";
import type { OpenOperatorLeg, OperatorLeg, OperatorLegEvents } from "./operator-leg.ts";

export type DeskNetwork = {
  /** Advertised as host candidates; empty: all of this machine's. */
  readonly addresses: readonly string[];
  readonly ports: { readonly first: number; readonly last: number };
};

const refused = (sentence: string): Refused => ({ ok: false, code: "bad-sdp", sentence });

/** Operator legs by werift, a WebRTC stack in TypeScript. Everything particular to the library stays in this file. */
export function openWeriftLegs(network: DeskNetwork): { readonly open: OpenOperatorLeg; warm(): void } {
  // One after another: the library looks for a free port before it binds it, and two at once would find the same one.
  let turn: Promise<unknown> = Promise.resolve();
  const open: OpenOperatorLeg = (offer, events) => {
    const opened = turn.then(() => answer(offer, events, network));
    turn = opened.catch(() => undefined);
    return opened.catch(() => refused("The desk's offer cannot be read; reload the console."));
  };
  const warmFirst = (): void => {
    turn = turn.then(() => warm(network)).catch(() => undefined);
  };
  return { open, warm: warmFirst };
}

function peerConnection(network: DeskNetwork): RTCPeerConnection {
  const [gathered] = ownAddresses().filter(({ usable }) => usable);
  return new RTCPeerConnection({
    codecs: { audio: [usePCMA({ payloadType: 8 }), usePCMU({ payloadType: 0 })], video: [] },
    headerExtensions: { audio: [], video: [] },
    iceServers: [],
    icePortRange: [network.ports.first, network.ports.last],
    iceUseIpv6: false,
    iceUseTcp: false,
    bundlePolicy: "max-bundle",
    // One socket on all interfaces serves every address. The library opens one per address, so it is shown one only: named
    // under udp6 the address filters, while the udp4 socket, of which nothing is said, binds to all.
    ...(gathered === undefined
      ? { iceAdditionalHostAddresses: ["127.0.0.1"] }
      : { iceInterfaceAddresses: { udp6: gathered.address } }),
  });
}

async function answer(offer: string, events: OperatorLegEvents, network: DeskNetwork): Promise<OperatorLeg | Refused> {
  const peer = peerConnection(network);
  const desk: Desk = { listening: false, up: false, channel: null };
  watch(peer, desk, events);
  try {
    await peer.setRemoteDescription({ type: "offer", sdp: withoutNames(offer) });
    const [transceiver] = peer.getTransceivers();
    if (transceiver === undefined) throw new Error("no audio");
    transceiver.setDirection("sendrecv");
    await peer.setLocalDescription(await peer.createAnswer());
    const { sender } = transceiver;
    if (sender.codec === undefined) throw new Error("no G.711");
    return legOf(peer, sender, sender.codec.payloadType === 0 ? "PCMU" : "PCMA", network, desk);
  } catch (error) {
    await peer.close();
    throw error;
  }
}

type Desk = { listening: boolean; up: boolean; channel: RTCDataChannel | null };

function watch(peer: RTCPeerConnection, desk: Desk, events: OperatorLegEvents): void {
  const goDown = (why: string): void => {
    if (desk.up) events.down(why);
    desk.up = false;
  };
  peer.connectionStateChange.subscribe((state) => {
    if (state === "failed" || state === "closed" || state === "disconnected") goDown(`The connection is ${state}.`);
    if (state !== "connected") return;
    desk.up = true;
    events.up();
  });
  peer.onDataChannel.subscribe((opened) => {
    if (opened.label !== "desk") return;
    desk.channel = opened;
    opened.onMessage.subscribe((text) => events.message(text.toString()));
    // A page that is closed or loaded anew says goodbye here at once; the connection itself notices after half a minute.
    opened.stateChanged.subscribe((state) => void (state === "closed" && goDown("The page closed its data channel.")));
  });
  peer.onTrack.subscribe((track) => hear(track, desk, events));
}

function hear(track: MediaStreamTrack, desk: Desk, events: OperatorLegEvents): void {
  track.onReceiveRtp.subscribe(({ header, payload }) => {
    if (!desk.listening) return;
    const { payloadType, marker, sequenceNumber: sequence, timestamp, ssrc } = header;
    events.sound({ payloadType, marker, sequence, timestamp, ssrc, payload });
  });
}

function legOf(
  peer: RTCPeerConnection,
  sender: ReturnType<RTCPeerConnection["getSenders"]>[number],
  codec: Codec,
  network: DeskNetwork,
  desk: Desk,
): OperatorLeg {
  let sequence = 0;
  const payloadType = codec === "PCMU" ? 0 : 8;
  return {
    answer: withAddresses(peer.localDescription!.sdp, network.addresses),
    codec,
    listen(on) {
      desk.listening = on;
    },
    send(bytes, timestamp, marker) {
      sequence = (sequence + 1) & 0xffff;
      const header = new RtpHeader({
        payloadType,
        sequenceNumber: sequence,
        timestamp: timestamp >>> 0,
        marker,
        ssrc: sender.ssrc,
      });
      void sender.sendRtp(new RtpPacket(header, Buffer.from(bytes))).catch(() => undefined);
    },
    sendText(text) {
      if (desk.channel?.readyState === "open") desk.channel.send(text);
    },
    close() {
      void peer.close().catch(() => undefined);
    },
  };
}

/** A handshake with ourselves: the first desk of the shift then finds code compiled and the certificate made. */
async function warm(network: DeskNetwork): Promise<void> {
  const here = peerConnection(network);
  const silent: OperatorLegEvents = {
    up: () => undefined,
    down: () => undefined,
    message: () => undefined,
    sound: () => undefined,
  };
  here.addTransceiver("audio", { direction: "sendrecv" });
  here.createDataChannel("desk");
  await here.setLocalDescription(await here.createOffer());
  const there = await answer(here.localDescription!.sdp, silent, network);
  if ("ok" in there) return;
  const connected = new Promise<void>((resolve) => {
    here.connectionStateChange.subscribe((state) => void (state === "connected" && resolve()));
    setTimeout(resolve, 2000).unref();
  });
  await here.setRemoteDescription({ type: "answer", sdp: there.answer });
  await connected;
  there.close();
  await here.close();
}
