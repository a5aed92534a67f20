import { randomInt } from "node:crypto";
import type { Codec } from "../audio/g711.ts";
import type { Opened, Refused } from "../plane.ts";
import { parseDescription, type Direction, type MediaDescription } from "./description.ts";
import { agree, type Ability, type Agreed } from "./negotiation.ts";

/** Our own numbers: the static ones, and the usual one for events. */
const payloadTypes = { PCMA: 8, PCMU: 0 } as const satisfies Record<Codec, number>;
export const ourEventType = 101;

/** Our half of one offer/answer session (RFC 3264): what is agreed, and the text we last said. */
export class SdpSession {
  agreed: Agreed | null = null;
  readonly #address: string;
  readonly #port: number;
  readonly #ability: Ability;
  #id = randomInt(1, 2 ** 47);
  #version = 1;
  #body = "";
  /** The m-lines of the session so far: a later offer must keep their number and order (RFC 3264 §8). */
  #lines: readonly Pick<MediaDescription, "kind" | "protocol" | "formats">[] = [];

  /** `codecs`: the trunk's own order; null to follow the peer's. */
  constructor(address: string, port: number, codecs: readonly Codec[] | null = null) {
    this.#address = address;
    this.#port = port;
    const family = address.includes(":") ? 6 : 4;
    this.#ability = { family, codecs: codecs !== null && codecs.length > 0 ? codecs : null };
  }

  /** Answers the peer's offer; what was agreed before stands when it is refused. */
  answer(offer: string): Opened | Refused {
    const parsed = parseDescription(offer);
    if (!parsed.ok) return { ok: false, code: "bad-sdp", sentence: parsed.sentence };
    const agreed = agree(parsed.description, this.#ability);
    if ("ok" in agreed) return agreed;
    this.agreed = agreed;
    this.#lines = parsed.description.media;
    return { ok: true, sdp: this.#say(agreed.line, this.#answered(agreed)) };
  }

  /** An offer of ours: all we can do, in both directions. What is in use keeps its number (RFC 3264 §8.3.2). */
  offer(): Opened {
    const { agreed } = this;
    const events = agreed?.eventType ?? ourEventType;
    const voices = (this.#ability.codecs ?? (["PCMA", "PCMU"] as const)).map(
      (codec) => [agreed?.codec === codec ? agreed.payloadType : payloadTypes[codec], codec] as const,
    );
    const formats = [...voices.map(([number]) => number), events].join(" ");
    const maps = [...voices.map(([number, codec]) => `a=rtpmap:${number} ${codec}/8000`), ...eventLines(events)];
    const audio = this.#audio(agreed?.protocol ?? "RTP/AVP", formats, maps, "sendrecv");
    return { ok: true, sdp: this.#say(agreed?.line ?? 0, audio) };
  }

  /** Takes the peer's answer to our offer. */
  accept(answer: string): { readonly ok: true } | Refused {
    const parsed = parseDescription(answer);
    if (!parsed.ok) return { ok: false, code: "bad-sdp", sentence: parsed.sentence };
    const agreed = agree(parsed.description, this.#ability);
    if ("ok" in agreed) return agreed;
    this.agreed = agreed;
    this.#lines = parsed.description.media;
    return { ok: true };
  }

  /** Goes on as the session in which we last said this (RFC 3264 §8: the same origin, versions without a step left out). */
  goOnFrom(said: string): void {
    const origin = /^o=siaga (\d+) (\d+) /m.exec(said);
    if (origin === null) return;
    this.#id = Number(origin[1]);
    this.#version = Number(origin[2]);
    this.#body = said.slice(said.indexOf("s=-")).trimEnd();
  }

  #answered({ payloadType, codec, eventType, noiseType, protocol, direction }: Agreed): string[] {
    const formats = [payloadType, eventType, noiseType].filter((number) => number !== null).join(" ");
    const maps = [`a=rtpmap:${payloadType} ${codec}/8000`];
    if (eventType !== null) maps.push(...eventLines(eventType));
    if (noiseType !== null) maps.push(`a=rtpmap:${noiseType} CN/8000`);
    return this.#audio(protocol, formats, maps, direction);
  }

  #audio(protocol: string, formats: string, maps: readonly string[], direction: Direction): string[] {
    // RFC 5761 §5.1.1: an answer without a=rtcp-mux refuses it; reports go to the port beside.
    const rtcp = `a=rtcp:${this.#port + 1}`;
    return [
      `m=audio ${this.#port} ${protocol} ${formats}`,
      ...maps,
      "a=ptime:20",
      "a=maxptime:60",
      rtcp,
      `a=${direction}`,
    ];
  }

  #say(audioLine: number, audio: readonly string[]): string {
    const count = Math.max(this.#lines.length, audioLine + 1);
    const media = Array.from({ length: count }, (_, line) =>
      line === audioLine ? audio : rejected(this.#lines[line]),
    ).flat();
    const body = ["s=-", `c=IN ${family(this.#address)} ${this.#address}`, "t=0 0", ...media].join("\r\n");
    // RFC 3264 §8: the version grows by one when the description changes, and only then.
    if (this.#body !== "" && this.#body !== body) this.#version += 1;
    this.#body = body;
    return `v=0\r\no=siaga ${this.#id} ${this.#version} IN ${family(this.#address)} ${this.#address}\r\n${body}\r\n`;
  }
}

/** RFC 8866 §5.7 */
const family = (address: string): string => (address.includes(":") ? "IP6" : "IP4");

const eventLines = (eventType: number): string[] => [
  `a=rtpmap:${eventType} telephone-event/8000`,
  `a=fmtp:${eventType} 0-15`,
];

/** RFC 3264 §6: a stream we do not take is answered with port zero, in its place. */
function rejected(media: Pick<MediaDescription, "kind" | "protocol" | "formats"> | undefined): string[] {
  return [`m=${media?.kind ?? "audio"} 0 ${media?.protocol ?? "RTP/AVP"} ${media?.formats.join(" ") ?? "0"}`];
}
