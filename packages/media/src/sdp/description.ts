/** Session descriptions (RFC 4566) as far as one stream of G.711 needs them. */

export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

type Rtpmap = { readonly name: string; readonly rate: number };

export type MediaDescription = {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** The media's own `c=`, else the session's. */
  readonly address: string | null;
  readonly direction: Direction;
  readonly rtpmaps: ReadonlyMap<number, Rtpmap>;
  /** `a=rtcp` (RFC 3605), when given. */
  readonly rtcpPort: number | null;
};

export type SessionDescription = {
  readonly media: readonly MediaDescription[];
};

export type ParsedDescription =
  | { readonly ok: true; readonly description: SessionDescription }
  | { readonly ok: false; readonly sentence: string };

type Section = { address: string | null; direction: Direction | null; attributes: string[] };

const directions: readonly string[] = ["sendrecv", "sendonly", "recvonly", "inactive"] satisfies Direction[];

/** Reads a description, tolerant of line ends and unknown lines; says in one sentence what is missing. */
export function parseDescription(text: string): ParsedDescription {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== "");
  if (lines[0] !== "v=0") return { ok: false, sentence: "The SDP does not begin with v=0." };
  const origin =
    lines
      .find((line) => line.startsWith("o="))
      ?.slice(2)
      .split(" ") ?? [];
  if (origin.length !== 6) return { ok: false, sentence: "The SDP has no o= line of six fields (RFC 4566 §5.2)." };

  const session: Section = { address: null, direction: null, attributes: [] };
  const media: { line: string; section: Section }[] = [];
  for (const line of lines) {
    if (line.startsWith("m=")) {
      media.push({
        line: line.slice(2),
        section: { address: session.address, direction: session.direction, attributes: [] },
      });
    } else readLine(line, media.at(-1)?.section ?? session);
  }
  const described = media.map(({ line, section }) => describe(line, section));
  const broken = described.findIndex((each) => each === null);
  if (broken >= 0)
    return { ok: false, sentence: `The m= line ${broken + 1} of the SDP cannot be read (RFC 4566 §5.14).` };
  const whole = described.filter((each) => each !== null);
  return { ok: true, description: { media: whole } };
}

function readLine(line: string, section: Section): void {
  // c=<nettype> <addrtype> <address>; a TTL or count after "/" belongs to multicast (RFC 4566 §5.7).
  if (line.startsWith("c=")) section.address = line.slice(2).split(" ")[2]?.split("/")[0] ?? null;
  if (!line.startsWith("a=")) return;
  const attribute = line.slice(2);
  if (directions.includes(attribute)) section.direction = attribute as Direction;
  else section.attributes.push(attribute);
}

function describe(line: string, section: Section): MediaDescription | null {
  const [kind, port, protocol, ...formats] = line.trim().split(/ +/);
  const portNumber = Number(port?.split("/")[0]);
  if (!kind || !protocol || formats.length === 0 || !isPort(portNumber)) return null;
  const value = (name: string): string | undefined =>
    section.attributes.find((attribute) => attribute.startsWith(`${name}:`))?.slice(name.length + 1);
  const rtcpPort = Number(value("rtcp")?.split(" ")[0]);
  return {
    kind,
    port: portNumber,
    protocol,
    formats,
    address: section.address,
    // RFC 3264 §6.1: sendrecv unless told otherwise.
    direction: section.direction ?? "sendrecv",
    rtpmaps: rtpmapsOf(section.attributes),
    rtcpPort: isPort(rtcpPort) && rtcpPort > 0 ? rtcpPort : null,
  };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;

/** RFC 3551 §6: these two need no rtpmap. */
const staticTypes: readonly (readonly [number, Rtpmap])[] = [
  [0, { name: "PCMU", rate: 8000 }],
  [8, { name: "PCMA", rate: 8000 }],
];

function rtpmapsOf(attributes: readonly string[]): Map<number, Rtpmap> {
  const maps = new Map<number, Rtpmap>(staticTypes);
  for (const attribute of attributes) {
    const match = /^rtpmap:(\d{1,3}) ([^/ ]+)\/(\d{1,6})/.exec(attribute);
    if (match) maps.set(Number(match[1]), { name: match[2]!, rate: Number(match[3]) });
  }
  return maps;
}
