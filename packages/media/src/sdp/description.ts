/** Session descriptions (RFC 8866) as far as one stream of G.711 needs them. */

export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

type Rtpmap = { readonly name: string; readonly rate: number };

export type MediaDescription = {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** The media's own first `c=`, else the session's. */
  readonly address: string | null;
  readonly direction: Direction;
  readonly rtpmaps: ReadonlyMap<number, Rtpmap>;
  /** `a=rtcp` (RFC 3605), when given; `address` when it names one of its own. */
  readonly rtcp: { readonly port: number; readonly address: string | null } | null;
  /** ms of sound in a packet: what the peer would like (`a=ptime`), and the most it takes (`a=maxptime`). */
  readonly ptime: number | null;
  readonly maxptime: number | null;
  /** False when the peer wants no RTCP at all (RFC 3556: `b=RS:0` and `b=RR:0`). */
  readonly reports: boolean;
};

export type SessionDescription = {
  readonly media: readonly MediaDescription[];
};

export type ParsedDescription =
  | { readonly ok: true; readonly description: SessionDescription }
  | { readonly ok: false; readonly sentence: string };

type Section = {
  address: string | null;
  /** Whether `address` is the section's own. */ addressed: boolean;
  direction: Direction | null;
  attributes: string[];
  bandwidths: string[];
};

const section = (around: Section | null): Section => ({
  address: around?.address ?? null,
  addressed: false,
  direction: around?.direction ?? null,
  attributes: [],
  bandwidths: [...(around?.bandwidths ?? [])],
});

const directions: readonly string[] = ["sendrecv", "sendonly", "recvonly", "inactive"] satisfies Direction[];

/**
 * Reads a description, tolerant of line ends, blanks, missing and unknown lines: a caller is not refused for what sound can
 * do without. One m= line that cannot be read stands as one that is not taken.
 */
export function parseDescription(text: string): ParsedDescription {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (!/^v=\s*0$/.test(lines[0] ?? "")) return { ok: false, sentence: "The SDP does not begin with v=0." };
  const session = section(null);
  const media: { line: string; section: Section }[] = [];
  for (const line of lines) {
    if (line.startsWith("m=")) media.push({ line: line.slice(2), section: section(session) });
    else readLine(line, media.at(-1)?.section ?? session);
  }
  return { ok: true, description: { media: media.map(({ line, section }) => describe(line, section)) } };
}

const words = (text: string): string[] => text.trim().split(/[ \t]+/);

function readLine(line: string, section: Section): void {
  // c=<nettype> <addrtype> <address>; a TTL or count after "/" belongs to multicast, as do further lines (RFC 8866 §5.7).
  if (line.startsWith("c=") && !section.addressed) {
    section.address = words(line.slice(2))[2]?.split("/")[0] ?? null;
    section.addressed = true;
  }
  if (line.startsWith("b=")) section.bandwidths.push(line.slice(2));
  if (!line.startsWith("a=")) return;
  const attribute = line.slice(2).trim();
  if (directions.includes(attribute)) section.direction = attribute as Direction;
  else section.attributes.push(attribute);
}

function describe(line: string, section: Section): MediaDescription {
  const [kind, port, protocol, ...formats] = words(line);
  const portNumber = Number(port?.split("/")[0]);
  const isReadable = protocol !== undefined && formats.length > 0 && isPort(portNumber);
  const value = (name: string): string | undefined =>
    section.attributes.find((attribute) => attribute.startsWith(`${name}:`))?.slice(name.length + 1);
  const [rtcpPort, , , rtcpAddress] = words(value("rtcp") ?? "");
  const rtcp = Number(rtcpPort);
  return {
    kind: kind || "audio",
    // RFC 3264 §6: each line is answered in its place, so that this one is not left out but rejected.
    port: isReadable ? portNumber : 0,
    protocol: protocol ?? "RTP/AVP",
    // RFC 8866 §9: our answer repeats them, and needs one.
    formats: formats.length > 0 ? formats : ["0"],
    address: section.address,
    // RFC 3264 §6.1: sendrecv unless told otherwise.
    direction: section.direction ?? "sendrecv",
    rtpmaps: rtpmapsOf(section.attributes),
    rtcp: isPort(rtcp) && rtcp > 0 ? { port: rtcp, address: rtcpAddress ?? null } : null,
    ptime: msOf(value("ptime")),
    maxptime: msOf(value("maxptime")),
    reports: !(section.bandwidths.includes("RS:0") && section.bandwidths.includes("RR:0")),
  };
}

function msOf(text: string | undefined): number | null {
  const ms = Number(text);
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;

/** RFC 3551 §6: these need no rtpmap. */
const staticTypes: readonly (readonly [number, Rtpmap])[] = [
  [0, { name: "PCMU", rate: 8000 }],
  [8, { name: "PCMA", rate: 8000 }],
  [13, { name: "CN", rate: 8000 }],
];

function rtpmapsOf(attributes: readonly string[]): Map<number, Rtpmap> {
  const maps = new Map<number, Rtpmap>(staticTypes);
  for (const attribute of attributes) {
    const match = /^rtpmap:\s*(\d{1,3})\s+([^/\s]+)\/(\d{1,6})/.exec(attribute);
    if (match) maps.set(Number(match[1]), { name: match[2]!, rate: Number(match[3]) });
  }
  return maps;
}
