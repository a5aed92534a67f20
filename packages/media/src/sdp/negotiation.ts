import { isIP, SocketAddress } from "node:net";
import type { Codec } from "../audio/g711.ts";
import type { Refused } from "../plane.ts";
import type { Direction, MediaDescription, SessionDescription } from "./description.ts";

/** What a payload type carries. */
export type Payload = Codec | "event" | "noise";

/** What both sides have agreed for the one audio stream. */
export type Agreed = {
  /** Which m-line carries the audio. */ readonly line: number;
  /** The transport as the peer named it; an answer repeats it (RFC 3264 §6). */ readonly protocol: string;
  readonly codec: Codec;
  /** What the peer calls it. */ readonly payloadType: number;
  /** Payload type of telephone-event as the peer named it; null when it takes no events. */
  readonly eventType: number | null;
  /** Payload type of comfort noise (RFC 3389) as the peer named it. */
  readonly noiseType: number | null;
  /** Every payload type the peer named that we can hear. */
  readonly payloads: ReadonlyMap<number, Payload>;
  /** ms of sound in each packet we send. */ readonly packetTime: number;
  /** Ours. */ readonly direction: Direction;
  /** Null when the peer's address is of another family than ours, or none: then only a latched source is sent to. */
  readonly remote: {
    readonly address: string;
    readonly port: number;
    readonly rtcp: { readonly address: string; readonly port: number };
  } | null;
  /** False when the peer asked for no RTCP. */ readonly reports: boolean;
};

/** RFC 3264 §6.1: the answer mirrors what was offered. */
const mirrored = {
  sendrecv: "sendrecv",
  sendonly: "recvonly",
  recvonly: "sendonly",
  inactive: "inactive",
} as const satisfies Record<Direction, Direction>;

export const maySend = (direction: Direction): boolean => direction === "sendrecv" || direction === "sendonly";
export const mayReceive = (direction: Direction): boolean => direction === "sendrecv" || direction === "recvonly";

const protocols: readonly string[] = ["RTP/AVP", "RTP/AVPF"];
/** ms */
const leastPacketTime = 10;
const mostPacketTime = 60;

/** What this side can and will do. */
export type Ability = {
  /** 4 or 6: the family of our address, which the peer's must share to be sent to. */ readonly family: 4 | 6;
  /** The trunk's own order; null for the peer's. */ readonly codecs: readonly Codec[] | null;
};

/**
 * Finds the first audio line with PCMA or PCMU. The peer's order of formats is its preference (RFC 3264 §6.1), unless this
 * trunk has an order of its own (`codecs`): then the first of ours that the peer has; one not in it is not taken.
 */
export function agree(theirs: SessionDescription, { family, codecs }: Ability): Agreed | Refused {
  for (const [line, media] of theirs.media.entries()) {
    if (media.kind !== "audio" || media.port === 0 || !protocols.includes(media.protocol)) continue;
    const payloads = payloadsOf(media);
    const chosen = choose(payloads, codecs);
    if (chosen !== null) return agreedOn(line, media, payloads, { ...chosen, remote: remoteOf(media, family) });
  }
  const sentence = `No audio line offers ${(codecs ?? ["PCMA", "PCMU"]).join(" or ")} over RTP/AVP; answer 488.`;
  return { ok: false, code: "no-codec", sentence };
}

function agreedOn(
  line: number,
  media: MediaDescription,
  payloads: ReadonlyMap<number, Payload>,
  chosen: Pick<Agreed, "payloadType" | "codec" | "remote">,
): Agreed {
  return {
    line,
    protocol: media.protocol,
    ...chosen,
    eventType: typeOf(payloads, "event"),
    noiseType: typeOf(payloads, "noise"),
    payloads,
    packetTime: packetTimeOf(media),
    direction: directionFor(media),
    reports: media.reports,
  };
}

const kinds: Readonly<Record<string, Payload>> = {
  "pcma/8000": "PCMA",
  "pcmu/8000": "PCMU",
  // RFC 4733 §2.4.1: events run on the clock of the sound they interrupt; those of other clocks are another codec's.
  "telephone-event/8000": "event",
  "cn/8000": "noise",
};

/** In the peer's order. G.711 may stand under a number of its own (RFC 3551 §6: 0 and 8 are only the usual ones). */
function payloadsOf(media: MediaDescription): Map<number, Payload> {
  const found = new Map<number, Payload>();
  for (const format of media.formats.map(Number)) {
    const map = media.rtpmaps.get(format);
    const kind = map === undefined ? undefined : kinds[`${map.name.toLowerCase()}/${map.rate}`];
    if (kind !== undefined && format >= 0 && format <= 127) found.set(format, kind);
  }
  return found;
}

function choose(
  payloads: ReadonlyMap<number, Payload>,
  codecs: readonly Codec[] | null,
): { readonly payloadType: number; readonly codec: Codec } | null {
  const voices = [...payloads].flatMap(([payloadType, codec]) =>
    codec === "PCMA" || codec === "PCMU" ? [{ payloadType, codec }] : [],
  );
  if (codecs === null) return voices[0] ?? null;
  return (
    codecs.map((codec) => voices.find((voice) => voice.codec === codec)).find((voice) => voice !== undefined) ?? null
  );
}

const typeOf = (payloads: ReadonlyMap<number, Payload>, kind: Payload): number | null =>
  [...payloads].find(([, each]) => each === kind)?.[0] ?? null;

/** RFC 8866 §6.4: what the peer would like, at most what it takes, as far as we can (10 to 60 ms, 20 unless told). */
function packetTimeOf({ ptime, maxptime }: MediaDescription): number {
  const wanted = Math.min(ptime ?? 20, maxptime ?? mostPacketTime);
  return Math.floor(Math.min(mostPacketTime, Math.max(leastPacketTime, wanted)));
}

const nowhere = (address: string | null): boolean => address === "0.0.0.0" || address === "::";

function directionFor(media: MediaDescription): Direction {
  // RFC 3264 §8.4: 0.0.0.0 is the older way to say hold.
  const offered = nowhere(media.address) && media.direction === "sendrecv" ? "sendonly" : media.direction;
  return mirrored[offered];
}

function remoteOf({ address, port, rtcp }: MediaDescription, family: 4 | 6): Agreed["remote"] {
  const sound = numeric(address, family);
  if (sound === null) return null;
  // RFC 3550 §11: the next port, unless `a=rtcp` says where (RFC 3605).
  const reports = { address: numeric(rtcp?.address ?? null, family) ?? sound, port: rtcp?.port ?? port + 1 };
  return { address: sound, port, rtcp: reports };
}

/** The address as a socket names it; null when it is of the other family, a name, or nowhere. */
function numeric(address: string | null, family: 4 | 6): string | null {
  if (address === null || nowhere(address) || isIP(address) !== family) return null;
  return family === 4 ? address : new SocketAddress({ address, family: "ipv6" }).address;
}
