import { randomBytes } from "node:crypto";
import { Audio, type DataChannel, PeerConnection, preload, type Track } from "node-datachannel";
import { frameSamples, type Codec } from "../audio/g711.ts";
import type { Refused } from "../plane.ts";
import { headerBytes, parseRtp, writeRtpHeader } from "../rtp/packet.ts";
import { withAddresses, withoutNames } from "./candidates.ts";
import { DeskPorts } from "./desk-ports.ts";
import type { OpenOperatorLeg, OperatorLeg, OperatorLegEvents } from "./operator-leg.ts";

export type { OpenOperatorLeg, OperatorLeg, OperatorLegEvents } from "./operator-leg.ts";

export type DeskNetwork = {
  /** Advertised as host candidates; empty: all of this machine's. */
  readonly addresses: readonly string[];
  readonly ports: { readonly first: number; readonly last: number };
};

/** ms; host candidates are there at once, this only bounds a fault. */
const gatheringLimit = 5_000;

const refused: Refused = {
  ok: false,
  code: "bad-sdp",
  sentence: "The desk's offer cannot be read; reload the console.",
};

const noPorts: Refused = {
  ok: false,
  code: "no-ports",
  sentence:
    "Every UDP port for desks is taken; widen SIAGA_RTP_PORTS (a quarter of it, at most 100 ports, is the desks').",
};

/** Operator legs by libdatachannel (C++, its own threads). Everything particular to the library stays in this file. */
export function openNodeDatachannelLegs({ addresses, ports }: DeskNetwork): OpenOperatorLeg {
  preload();
  const deskPorts = new DeskPorts(ports);
  return async (offer, events) => {
    const port = await deskPorts.take();
    if (port === null) return noPorts;
    const give = (): void => deskPorts.give(port);
    return answer(offer, quietly(events), { addresses, port, give }).catch(() => {
      give();
      return refused;
    });
  };
}

/**
 * What is thrown in a callback of the library ends the process without a word. It is thrown again outside, where the
 * process keeps account of its faults.
 */
function apart<T extends readonly unknown[]>(callback: (...values: T) => void): (...values: T) => void {
  return (...values) => {
    try {
      callback(...values);
    } catch (fault) {
      setImmediate(() => {
        throw fault;
      });
    }
  };
}

const quietly = ({ up, down, message, sound }: OperatorLegEvents): OperatorLegEvents => ({
  up: apart(up),
  down: apart(down),
  message: apart(message),
  sound: apart(sound),
});

/** G.711 as the offer has it, A-law before µ-law; null when it names neither (RFC 3551 §6: types 8 and 0). */
function codecOf(offer: string): { readonly mid: string; readonly codec: Codec } | null {
  const audio = /^m=audio \d+ \S+([ \d]*)\r?\n((?!m=).*\r?\n)*?a=mid:(\S+)/m.exec(offer);
  const types = audio?.[1]?.trim().split(" ") ?? [];
  const codec = types.includes("8") ? "PCMA" : types.includes("0") ? "PCMU" : null;
  return codec === null ? null : { mid: audio![3]!, codec };
}

/** Where one leg is reached: its port, given back when it closes. */
type Place = { readonly addresses: readonly string[]; readonly port: number; readonly give: () => void };

async function answer(offer: string, events: OperatorLegEvents, place: Place): Promise<OperatorLeg> {
  const wanted = codecOf(offer);
  if (wanted === null) throw new Error("no G.711");
  const peer = new PeerConnection("desk", {
    iceServers: [],
    portRangeBegin: place.port,
    portRangeEnd: place.port,
    bindAddress: "0.0.0.0",
    disableAutoNegotiation: true,
  });
  try {
    const ssrc = randomBytes(4).readUInt32BE(0);
    const track = peer.addTrack(voice(wanted, ssrc));
    const desk: Desk = { listening: false, up: false, channel: null };
    watch(peer, track, desk, events);
    const gathered = whenGathered(peer);
    peer.setRemoteDescription(withoutNames(offer), "offer");
    peer.setLocalDescription("answer");
    await gathered;
    return legOf(peer, track, { ssrc, codec: wanted.codec }, place, desk);
  } catch (error) {
    peer.close();
    throw error;
  }
}

function voice({ mid, codec }: { readonly mid: string; readonly codec: Codec }, ssrc: number): Audio {
  const audio = new Audio(mid, "SendRecv");
  audio.addAudioCodec(payloadTypes[codec], codec);
  audio.addSSRC(ssrc, "exchange", "exchange", "voice");
  return audio;
}

const payloadTypes: Readonly<Record<Codec, number>> = { PCMA: 8, PCMU: 0 };

type Desk = { listening: boolean; up: boolean; channel: DataChannel | null };

function whenGathered(peer: PeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("no candidates were gathered")), gatheringLimit);
    peer.onGatheringStateChange((state) => {
      if (state !== "complete") return;
      clearTimeout(limit);
      resolve();
    });
  });
}

function watch(peer: PeerConnection, track: Track, desk: Desk, events: OperatorLegEvents): void {
  const goDown = (why: string): void => {
    if (desk.up) events.down(why);
    desk.up = false;
  };
  peer.onStateChange((state) => {
    if (state === "failed" || state === "closed" || state === "disconnected") goDown(`The connection is ${state}.`);
    if (state !== "connected") return;
    desk.up = true;
    events.up();
  });
  peer.onDataChannel((opened) => {
    if (opened.getLabel() !== "desk") return;
    desk.channel = opened;
    opened.onMessage((text) => events.message(String(text)));
    // A page that is closed or loaded anew says goodbye here at once; the connection itself notices much later.
    opened.onClosed(() => goDown("The page closed its data channel."));
  });
  track.onMessage((datagram) => {
    if (!desk.listening) return;
    const packet = parseRtp(datagram);
    if (packet?.payloadType === 0 || packet?.payloadType === 8) events.sound(packet);
  });
}

function legOf(
  peer: PeerConnection,
  track: Track,
  { ssrc, codec }: { readonly ssrc: number; readonly codec: Codec },
  place: Place,
  desk: Desk,
): OperatorLeg {
  let sequence = 0;
  // The library copies what it is given before it returns.
  const datagram = Buffer.alloc(headerBytes + frameSamples);
  return {
    answer: withAddresses(peer.localDescription()!.sdp, place.addresses, place.port),
    codec,
    listen(on) {
      desk.listening = on;
    },
    send(bytes, timestamp, marker) {
      sequence = (sequence + 1) & 0xffff;
      const payloadType = payloadTypes[codec];
      writeRtpHeader(datagram, { payloadType, sequence, timestamp: timestamp >>> 0, marker, ssrc });
      datagram.set(bytes, headerBytes);
      unlessGone(() => track.isOpen() && track.sendMessageBinary(datagram));
    },
    sendText(text) {
      unlessGone(() => desk.channel?.isOpen() && desk.channel.sendMessage(text));
    },
    close() {
      peer.close();
      place.give();
    },
  };
}

/** The other side may go between the question and the sending; that it went is told by its own event. */
function unlessGone(send: () => void): void {
  try {
    send();
  } catch {
    // Gone.
  }
}
