import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { recordTypes, type RecordType } from "./dns-wire.ts";

/** One line of a zone: name, TTL (s), type and its data as a zone file writes it (`10 60 5060 sip1.carrier.test`). */
export type ZoneLine = readonly [name: string, ttl: number, type: RecordType, data: string];

/** A real name server on this machine for one test: it answers from a zone over UDP and TCP, and can fall silent. */
export type DnsServer = {
  /** As `nameServers` wants it. */
  readonly place: string;
  /** Questions asked so far, `SRV _sip._udp.carrier.test`. */
  readonly asked: string[];
  zone: readonly ZoneLine[];
  down: boolean;
  /** Answers over UDP come without records and with TC set: the asker must come again over TCP. */
  truncates: boolean;
  readonly close: () => Promise<void>;
};

export async function openDnsServer(zone: readonly ZoneLine[]): Promise<DnsServer> {
  const udp = createSocket("udp4");
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const { port } = udp.address();
  const tcp = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => {
      const reply = answer(server, bytes.subarray(2), false);
      socket.end(Buffer.concat([two(reply.length), reply]));
    });
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  const server: DnsServer = {
    place: `127.0.0.1:${port}`,
    asked: [],
    zone,
    down: false,
    truncates: false,
    close: async () => {
      await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
    },
  };
  udp.on("message", (bytes, from) => {
    if (!server.down) udp.send(answer(server, bytes, server.truncates), from.port, from.address);
  });
  return server;
}

const two = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const typeNames = Object.fromEntries(Object.entries(recordTypes).map(([name, code]) => [code, name as RecordType]));

/** RFC 1035 §4.1: the question back, and every record of that name and type; an alias with what it leads to. */
function answer(server: DnsServer, question: Buffer, truncated: boolean): Buffer {
  const end = question.indexOf(0, 12) + 1;
  const labels: string[] = [];
  for (let at = 12; at < end - 1; at += 1 + (question[at] ?? 0))
    labels.push(question.toString("latin1", at + 1, at + 1 + (question[at] ?? 0)));
  const name = labels.join(".");
  const type = typeNames[question.readUInt16BE(end)] ?? "A";
  server.asked.push(`${type} ${name}`);
  const alias = server.zone.find(([owner, , kind]) => owner === name && kind === "CNAME");
  const owner = alias?.[3] ?? name;
  const found = server.zone.filter(([each, , kind]) => each === owner && kind === type);
  const lines = truncated ? [] : alias === undefined ? found : [alias, ...found];
  const known = server.zone.some(([each]) => each === name);
  const head = Buffer.concat([
    question.subarray(0, 2),
    Buffer.from([truncated ? 0x86 : 0x84, known ? 0 : 3, 0, 1]),
    two(lines.length),
    Buffer.alloc(4),
  ]);
  return Buffer.concat([head, question.subarray(12, end + 4), ...lines.map((line) => recordOf(line, name))]);
}

/** The owner of the question itself is written as a pointer to it (RFC 1035 §4.1.4). */
function recordOf([name, ttl, type, data]: ZoneLine, asked: string): Buffer {
  const body = dataOf(type, data);
  const life = Buffer.alloc(4);
  life.writeUInt32BE(ttl);
  const owner = name === asked ? Buffer.from([0xc0, 12]) : nameOf(name);
  return Buffer.concat([owner, two(recordTypes[type]), two(1), life, two(body.length), body]);
}

function dataOf(type: RecordType, data: string): Buffer {
  const words = data.split(" ");
  if (type === "A") return Buffer.from(data.split(".").map(Number));
  if (type === "AAAA") return Buffer.concat(data.split(":").map((group) => two(Number.parseInt(group, 16))));
  if (type === "CNAME") return nameOf(data);
  const numbers = Buffer.concat(words.slice(0, type === "SRV" ? 3 : 2).map((word) => two(Number(word))));
  if (type === "SRV") return Buffer.concat([numbers, nameOf(words[3] ?? "")]);
  const text = (value = ""): Buffer => Buffer.from([value.length, ...Buffer.from(value)]);
  return Buffer.concat([numbers, text(words[2]), text(words[3]), text(""), nameOf(words[4] ?? "")]);
}

function nameOf(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}
