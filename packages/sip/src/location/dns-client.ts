import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { getServers } from "node:dns";
import { connect } from "node:net";
import { readReply, type RecordType, recordTypes, type Reply, writeQuestion } from "./dns-wire.ts";

/** Asks the name servers; null when none of them answers. Node's own resolver keeps the TTL of SRV and NAPTR to itself. */
export type AskDns = (name: string, type: RecordType) => Promise<Reply | null>;

/** Ms one server has for one try; each is tried twice. */
const PATIENCE = 1_500;

/** Servers as `address` or `address:port`; empty: the system's. */
export function createDnsClient(servers: readonly string[], patience = PATIENCE): AskDns {
  return async (name, type) => {
    const asked = (servers.length > 0 ? servers : getServers()).map(placeOf);
    for (const place of [...asked, ...asked]) {
      const reply = await askOverUdp(place, name, type, patience);
      // RFC 1035 §4.1.1: 2 and 5 say that this server cannot or will not tell; another may.
      if (reply === null || reply.code === 2 || reply.code === 5) continue;
      // RFC 7766 §5: what did not fit a datagram is asked again over TCP.
      return reply.truncated ? ((await askOverTcp(place, name, type, patience)) ?? reply) : reply;
    }
    return null;
  };
}

type Place = { readonly address: string; readonly port: number };

function placeOf(server: string): Place {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(server) ?? /^([^:]+)(?::(\d+))?$/.exec(server);
  return { address: bracketed?.[1] ?? server, port: Number(bracketed?.[2] ?? 53) };
}

const answers = (reply: Reply | null, id: number, name: string, type: RecordType): reply is Reply =>
  reply?.id === id && reply.question?.type === recordTypes[type] && reply.question.name === name.toLowerCase();

/** A socket and an id of its own for each question: both would have to be guessed to forge an answer (RFC 5452). */
function askOverUdp(place: Place, name: string, type: RecordType, patience: number): Promise<Reply | null> {
  const id = randomInt(65_536);
  const socket = createSocket(place.address.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve) => {
    let settled = false;
    const settle = (reply: Reply | null): void => {
      if (settled) return;
      settled = true;
      clearTimeout(late);
      socket.close();
      resolve(reply);
    };
    const late = setTimeout(() => settle(null), patience).unref();
    socket.on("error", () => settle(null));
    socket.on("message", (bytes) => {
      const reply = readReply(bytes);
      if (answers(reply, id, name, type)) settle(reply);
    });
    // Connected, so that only this server is heard and a closed port is known at once.
    socket.connect(place.port, place.address, (error?: Error) =>
      error === undefined || error === null ? socket.send(writeQuestion(id, name, type)) : settle(null),
    );
  });
}

/** RFC 1035 §4.2.2: the same message behind its length. */
function askOverTcp(place: Place, name: string, type: RecordType, patience: number): Promise<Reply | null> {
  const id = randomInt(65_536);
  const question = writeQuestion(id, name, type);
  const socket = connect({ host: place.address, port: place.port });
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0);
    const settle = (reply: Reply | null): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(reply);
    };
    const late = setTimeout(() => settle(null), patience).unref();
    socket.on("error", () => settle(null));
    socket.on("close", () => settle(null));
    socket.on("connect", () => socket.write(Buffer.concat([Buffer.from([question.length >> 8, question.length & 255]), question]))); // prettier-ignore
    socket.on("data", (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      if (heard.length < 2 || heard.length < 2 + heard.readUInt16BE(0)) return;
      const reply = readReply(heard.subarray(2));
      settle(answers(reply, id, name, type) ? reply : null);
    });
  });
}
