import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { parseMessage } from "../message/parse.ts";
import { createFramer } from "../transport/framing.ts";

/** A peer that sends bytes as they are and keeps the statuses it hears. */
export type Tester = {
  readonly port: number;
  /** Statuses heard, except those of the probe. */
  readonly heard: number[];
  readonly send: (bytes: Buffer) => void;
  /** Resolves when the edge answered an OPTIONS sent after all the rest: what is not heard by then was not said. */
  readonly probed: () => Promise<void>;
  readonly isClosed: () => boolean;
  readonly close: () => void;
};

const PROBE = "probe-of-the-tester";

function probeFrom(host: string, port: number): Buffer {
  const via = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const text = `OPTIONS sip:112@example.id SIP/2.0\r\nVia: SIP/2.0/UDP ${via};branch=z9hG4bK${PROBE}${port}\r\nMax-Forwards: 70\r\nFrom: <sip:p@example.id>;tag=p\r\nTo: <sip:112@example.id>\r\nCall-ID: ${PROBE}${port}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
  return Buffer.from(text);
}

/** Sorts what comes into statuses and the answer to the probe. */
function createEar() {
  const heard: number[] = [];
  const probe = Promise.withResolvers<void>();
  return {
    heard,
    probe,
    hear: (bytes: Buffer): void => {
      const message = parseMessage(bytes);
      const callId =
        message.kind === "malformed" ? message.headers?.first("call-id") : message.headers.first("call-id");
      if (callId?.startsWith(PROBE)) return probe.resolve();
      // An answer to a request without Call-ID has none either.
      const status = message.kind === "response" ? message.status : Number(bytes.toString("latin1", 8, 11));
      // A refused INVITE is refused again until its ACK.
      if (!heard.includes(status)) heard.push(status);
    },
  };
}

export async function openUdpTester(host: string, remote: number): Promise<Tester> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const ear = createEar();
  socket.on("message", ear.hear);
  const listening = once(socket, "listening");
  socket.bind(0, host);
  await listening;
  const { port } = socket.address();
  const send = (bytes: Buffer): void => socket.send(bytes, remote, host);
  return {
    port,
    heard: ear.heard,
    send,
    probed: () => {
      send(probeFrom(host, port));
      return ear.probe.promise;
    },
    isClosed: () => false,
    close: () => socket.close(),
  };
}

export async function openTcpTester(host: string, remote: number): Promise<Tester> {
  const socket = connect({ host, port: remote });
  const ear = createEar();
  const framer = createFramer();
  let closed = false;
  await once(socket, "connect");
  socket.on("data", (bytes: Buffer) => framer.take(bytes).messages.forEach(ear.hear));
  socket.on("error", () => undefined);
  socket.on("close", () => (closed = true));
  const port = socket.localPort ?? 0;
  return {
    port,
    heard: ear.heard,
    send: (bytes) => void socket.write(bytes),
    probed: () => {
      socket.write(probeFrom(host, port));
      return ear.probe.promise;
    },
    isClosed: () => closed,
    close: () => socket.destroy(),
  };
}
