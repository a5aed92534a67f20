import type { Codec } from "../audio/g711.ts";
import type { Refused } from "../plane.ts";
import type { Direction, MediaDescription, SessionDescription } from "./description.ts";

/** What both sides have agreed for the one audio stream. */
export type Agreed = {
  /** Which m-line carries the audio. */ readonly line: number;
  /** The transport as the peer named it; an answer repeats it (RFC 3264 §6). */ readonly protocol: string;
  readonly codec: Codec;
  /** Payload type of telephone-event as the peer named it; null when it sends no events. */
  readonly eventType: number | null;
  /** Ours. */ readonly direction: Direction;
  /** Null when the peer's address is not an IPv4 address: then only a latched source is sent to. */
  readonly remote: { readonly address: string; readonly port: number; readonly rtcpPort: number } | null;
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

/** Finds the first audio line with PCMA or PCMU. The peer's order of formats is its preference (RFC 3264 §6.1). */
export function agree(theirs: SessionDescription): Agreed | Refused {
  for (const [line, media] of theirs.media.entries()) {
    if (media.kind !== "audio" || media.port === 0 || !protocols.includes(media.protocol)) continue;
    const codec = media.formats.map((format) => codecOf(media, Number(format))).find((each) => each !== null);
    if (codec === undefined) continue;
    const { protocol } = media;
    return {
      line,
      protocol,
      codec,
      eventType: eventTypeOf(media),
      direction: directionFor(media),
      remote: remoteOf(media),
    };
  }
  const sentence = "No audio line offers PCMA or PCMU over RTP/AVP; answer 488.";
  return { ok: false, code: "no-codec", sentence };
}

function codecOf(media: MediaDescription, payloadType: number): Codec | null {
  const map = media.rtpmaps.get(payloadType);
  const name = map?.name.toUpperCase();
  // Only the static payload types are used on the wire; a dynamic number for G.711 is not answered.
  return (name === "PCMA" && payloadType === 8) || (name === "PCMU" && payloadType === 0) ? name : null;
}

function eventTypeOf(media: MediaDescription): number | null {
  const found = media.formats.map(Number).find((format) => {
    const map = media.rtpmaps.get(format);
    return map?.name.toLowerCase() === "telephone-event" && map.rate === 8000;
  });
  return found ?? null;
}

function directionFor(media: MediaDescription): Direction {
  // RFC 3264 §8.4: 0.0.0.0 is the older way to say hold.
  const offered = media.address === "0.0.0.0" && media.direction === "sendrecv" ? "sendonly" : media.direction;
  return mirrored[offered];
}

function remoteOf(media: MediaDescription): Agreed["remote"] {
  if (media.address === null || media.address === "0.0.0.0" || !/^\d+\.\d+\.\d+\.\d+$/.test(media.address)) return null;
  return { address: media.address, port: media.port, rtcpPort: media.rtcpPort ?? media.port + 1 };
}
