import { RTCPeerConnection, RtpHeader, RtpPacket, usePCMA, type RTCDataChannel } from "werift";
import type { DeskNetwork, OpenOperatorLeg, OperatorLeg, OperatorLegEvents } from "@siaga/media/operator-leg";

/** Desk legs by werift (TypeScript), the yardstick adr/0008 was decided by: only this bench opens them. */
export function openWeriftLegs(network: DeskNetwork): OpenOperatorLeg {
  // One after another: the library looks for a free port before it binds it, and two at once would find the same one.
  let turn: Promise<unknown> = Promise.resolve();
  return (offer, events) => {
    const opened = turn.then(() => answer(offer, events, network));
    turn = opened.catch(() => undefined);
    return opened;
  };
}

async function answer(offer: string, events: OperatorLegEvents, { ports }: DeskNetwork): Promise<OperatorLeg> {
  const peer = new RTCPeerConnection({
    codecs: { audio: [usePCMA({ payloadType: 8 })], video: [] },
    headerExtensions: { audio: [], video: [] },
    iceServers: [],
    icePortRange: [ports.first, ports.last],
    iceUseIpv6: false,
    iceUseTcp: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    bundlePolicy: "max-bundle",
  });
  const desk: Desk = { listening: false, up: false, channel: null };
  watch(peer, desk, events);
  await peer.setRemoteDescription({ type: "offer", sdp: offer });
  const [transceiver] = peer.getTransceivers();
  if (transceiver === undefined) throw new Error("no audio");
  transceiver.setDirection("sendrecv");
  await peer.setLocalDescription(await peer.createAnswer());
  return legOf(peer, transceiver.sender, desk);
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
    desk.channel = opened;
    opened.onMessage.subscribe((text) => events.message(text.toString()));
    opened.stateChanged.subscribe((state) => void (state === "closed" && goDown("The page closed its data channel.")));
  });
  peer.onTrack.subscribe((track) =>
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      if (!desk.listening) return;
      const { payloadType, marker, sequenceNumber: sequence, timestamp, ssrc } = header;
      events.sound({ payloadType, marker, sequence, timestamp, ssrc, payload });
    }),
  );
}

function legOf(
  peer: RTCPeerConnection,
  sender: ReturnType<RTCPeerConnection["getSenders"]>[number],
  desk: Desk,
): OperatorLeg {
  let sequenceNumber = 0;
  return {
    answer: peer.localDescription!.sdp,
    codec: "PCMA",
    listen: (on) => void (desk.listening = on),
    send(bytes, timestamp, marker) {
      sequenceNumber = (sequenceNumber + 1) & 0xffff;
      const { ssrc } = sender;
      const header = new RtpHeader({ payloadType: 8, sequenceNumber, timestamp: timestamp >>> 0, marker, ssrc });
      void sender.sendRtp(new RtpPacket(header, Buffer.from(bytes))).catch(() => undefined);
    },
    sendText(text) {
      if (desk.channel?.readyState === "open") desk.channel.send(text);
    },
    close: () => void peer.close().catch(() => undefined),
  };
}
