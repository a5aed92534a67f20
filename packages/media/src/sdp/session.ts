import { randomInt } from "node:crypto";
import type { Opened, Refused } from "../plane.ts";
import { parseDescription, type Direction, type MediaDescription } from "./description.ts";
import { agree, type Agreed } from "./negotiation.ts";

const payloadTypes = { PCMA: 8, PCMU: 0 } as const;
const ourEventType = 101;

/** Our half of one offer/answer session (RFC 3264): what is agreed, and the text we last said. */
export class SdpSession {
  agreed: Agreed | null = null;
  readonly #address: string;
  readonly #port: number;
  readonly #id = randomInt(1, 2 ** 47);
  #version = 1;
  #body = "";
  /** The m-lines of the session so far: a later offer must keep their number and order (RFC 3264 §8). */
  #lines: readonly Pick<MediaDescription, "kind" | "protocol" | "formats">[] = [];

  constructor(address: string, port: number) {
    this.#address = address;
    this.#port = port;
  }

  /** Answers the peer's offer; what was agreed before stands when it is refused. */
  answer(offer: string): Opened | Refused {
    const parsed = parseDescription(offer);
    if (!parsed.ok) return { ok: false, code: "bad-sdp", sentence: parsed.sentence };
    const agreed = agree(parsed.description);
    if ("ok" in agreed) return agreed;
    this.agreed = agreed;
    this.#lines = parsed.description.media;
    return { ok: true, sdp: this.#say(agreed.line, this.#answered(agreed)) };
  }

  /** An offer of ours: all we can do, in both directions. */
  offer(): Opened {
    const events = this.agreed?.eventType ?? ourEventType;
    const formats = `8 0 ${events}`;
    const maps = ["a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000", ...eventLines(events)];
    return {
      ok: true,
      sdp: this.#say(
        this.agreed?.line ?? 0,
        this.#audio(this.agreed?.protocol ?? "RTP/AVP", formats, maps, "sendrecv"),
      ),
    };
  }

  /** Takes the peer's answer to our offer. */
  accept(answer: string): { readonly ok: true } | Refused {
    const parsed = parseDescription(answer);
    if (!parsed.ok) return { ok: false, code: "bad-sdp", sentence: parsed.sentence };
    const agreed = agree(parsed.description);
    if ("ok" in agreed) return agreed;
    this.agreed = agreed;
    this.#lines = parsed.description.media;
    return { ok: true };
  }

  #answered(agreed: Agreed): string[] {
    const payloadType = payloadTypes[agreed.codec];
    const { eventType } = agreed;
    const formats = eventType === null ? `${payloadType}` : `${payloadType} ${eventType}`;
    const maps = [`a=rtpmap:${payloadType} ${agreed.codec}/8000`, ...(eventType === null ? [] : eventLines(eventType))];
    return this.#audio(agreed.protocol, formats, maps, agreed.direction);
  }

  #audio(protocol: string, formats: string, maps: readonly string[], direction: Direction): string[] {
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
    const body = ["s=-", `c=IN IP4 ${this.#address}`, "t=0 0", ...media].join("\r\n");
    // RFC 3264 §8: the version grows by one when the description changes, and only then.
    if (this.#body !== "" && this.#body !== body) this.#version += 1;
    this.#body = body;
    return `v=0\r\no=siaga ${this.#id} ${this.#version} IN IP4 ${this.#address}\r\n${body}\r\n`;
  }
}

const eventLines = (eventType: number): string[] => [
  `a=rtpmap:${eventType} telephone-event/8000`,
  `a=fmtp:${eventType} 0-15`,
];

/** RFC 3264 §6: a stream we do not take is answered with port zero, in its place. */
function rejected(media: Pick<MediaDescription, "kind" | "protocol" | "formats"> | undefined): string[] {
  return [`m=${media?.kind ?? "audio"} 0 ${media?.protocol ?? "RTP/AVP"} ${media?.formats.join(" ") ?? "0"}`];
}
