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
  /** Null when the peer's address is not an IPv4 address: then only a latched source is sent to. */
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

/**
 * Finds the first audio line with PCMA or PCMU. The peer's order of formats is its preference (RFC 3264 §6.1), unless this
 * trunk has an order of its own (`codecs`): then the first of ours that the peer has; one not in it is not taken.
 */
export function agree(theirs: SessionDescription, codecs: readonly Codec[] | null): Agreed | Refused {
  for (const [line, media] of theirs.media.entries()) {
    if (media.kind !== "audio" || media.port === 0 || !protocols.includes(media.protocol)) continue;
    const payloads = payloadsOf(media);
    const chosen = choose(payloads, codecs);
    if (chosen !== null) return agreedOn(line, media, payloads, chosen);
  }
  const sentence = `No audio line offers ${(codecs ?? ["PCMA", "PCMU"]).join(" or ")} over RTP/AVP; answer 488.`;
  return { ok: false, code: "no-codec", sentence };
}

function agreedOn(
  line: number,
  media: MediaDescription,
  payloads: ReadonlyMap<number, Payload>,
  chosen: { readonly payloadType: number; readonly codec: Codec },
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
    remote: remoteOf(media),
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

function remoteOf(media: MediaDescription): Agreed["remote"] {
  const { address, port, rtcp } = media;
  if (address === null || !isVersion4(address)) return null;
  const reportsTo = rtcp?.address ?? null;
  return {
    address,
    port,
    // RFC 3550 §11: the next port, unless `a=rtcp` says where (RFC 3605).
    rtcp: { address: reportsTo !== null && isVersion4(reportsTo) ? reportsTo : address, port: rtcp?.port ?? port + 1 },
  };
}

const isVersion4 = (address: string): boolean => !nowhere(address) && /^\d+\.\d+\.\d+\.\d+$/.test(address);
