import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A peer that says exactly what a test writes, over UDP, and keeps all it hears. */
export type WirePeer = {
  readonly port: number;
  readonly heard: string[];
  /** Sends text; lines may end in bare LF. */
  readonly send: (text: string | Buffer) => void;
  /** The next message not yet taken that matches, waiting up to `patience` ms. */
  readonly next: (pattern: RegExp, patience?: number) => Promise<string>;
  readonly close: () => void;
};

/** Opens one that speaks to `remote`; null: to whoever was heard last. */
export async function openWirePeer(remote: number | null): Promise<WirePeer> {
  const socket = createSocket("udp4");
  const heard: string[] = [];
  const untaken: string[] = [];
  const requests = new Set<string>();
  let lastHeard = 0;
  socket.on("message", (bytes, from) => {
    lastHeard = from.port;
    const text = bytes.toString();
    heard.push(text);
    // On a busy machine a request comes again before it is answered: that is no other request. An ACK is.
    if (!requests.has(text)) untaken.push(text);
    if (!/^(SIP|ACK) ?/.test(text)) requests.add(text);
  });
  const listening = once(socket, "listening");
  socket.bind(0, "127.0.0.1");
  await listening;
  return {
    port: socket.address().port,
    heard,
    send: (text) => {
      const wire = typeof text === "string" ? Buffer.from(text.replaceAll(/\r?\n/g, "\r\n")) : text;
      socket.send(wire, remote ?? lastHeard, "127.0.0.1");
    },
    next: async (pattern, patience = 10_000) => {
      const end = performance.now() + patience;
      for (;;) {
        const at = untaken.findIndex((message) => pattern.test(message));
        if (at !== -1) return untaken.splice(at, 1)[0] as string;
        if (performance.now() > end) throw new Error(`nothing like ${pattern} came; heard: ${heard.join("\n---\n")}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => socket.close(),
  };
}

/** What a request of a test may change. */
export type Wording = {
  readonly method: string;
  readonly port: number;
  readonly sequence?: number;
  readonly branch?: string;
  readonly callId?: string;
  readonly to?: string;
  readonly uri?: string;
  readonly via?: string;
  readonly lines?: string;
  readonly body?: string;
};

/** A request as text, complete unless told otherwise. */
export function requestText(wording: Wording): string {
  const {
    method,
    port,
    sequence = 1,
    callId = "call-1",
    to = "<sip:112@127.0.0.1>",
    uri = "sip:112@127.0.0.1",
  } = wording;
  const branch = wording.branch ?? `z9hG4bK-${method}-${sequence}-${callId}`;
  const body = wording.body ?? "";
  const type = body === "" ? "" : "Content-Type: application/sdp\n";
  return `${method} ${uri} SIP/2.0
Via: ${wording.via ?? `SIP/2.0/UDP 127.0.0.1:${port};branch=${branch}`}
Max-Forwards: 70
From: <sip:081234567890@127.0.0.1>;tag=caller
To: ${to}
Call-ID: ${callId}
CSeq: ${sequence} ${method}
Contact: <sip:caller@127.0.0.1:${port}>
${wording.lines ?? ""}${type}Content-Length: ${Buffer.byteLength(body.replaceAll(/\r?\n/g, "\r\n"))}

${body}`;
}

/** Value of a header line in a received message. */
export function headerOf(message: string, name: string): string {
  const line = message.split("\r\n").find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? "" : line.slice(name.length + 1).trim();
}

/** The five headers a response of a test must echo, and its body. */
export function responseText(request: string, status: string, tag: string, lines = "", body = ""): string {
  const to = headerOf(request, "To");
  const type = body === "" ? "" : "Content-Type: application/sdp\n";
  return `SIP/2.0 ${status}
Via: ${headerOf(request, "Via")}
From: ${headerOf(request, "From")}
To: ${to.includes("tag=") ? to : `${to};tag=${tag}`}
Call-ID: ${headerOf(request, "Call-ID")}
CSeq: ${headerOf(request, "CSeq")}
${lines}${type}Content-Length: ${Buffer.byteLength(body.replaceAll(/\r?\n/g, "\r\n"))}

${body}`;
}
