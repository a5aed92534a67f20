import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { type Configuration, demoPhonesPort } from "@siaga/configuration";

type Port = {
  readonly port: number;
  readonly address: string;
  readonly transport: "tcp" | "udp";
  readonly key: string;
};

/** Every port a person may have to change, with the key that sets it. */
const portsOf = ({ http, deskPorts, sip }: Configuration): readonly Port[] => [
  { port: http.port, address: http.address, transport: "tcp", key: "http.port (SIAGA_HTTP_PORT)" },
  { port: http.httpsPort, address: http.address, transport: "tcp", key: "http.httpsPort (SIAGA_HTTPS_PORT)" },
  {
    port: deskPorts.http,
    address: http.address,
    transport: "tcp",
    key: "http.port (SIAGA_HTTP_PORT); desks use it plus 2",
  },
  {
    port: deskPorts.https,
    address: http.address,
    transport: "tcp",
    key: "http.port (SIAGA_HTTP_PORT); desks with TLS use it plus 3",
  },
  { port: sip.port, address: sip.address, transport: "udp", key: "sip.port (SIAGA_SIP_PORT)" },
  { port: sip.port, address: sip.address, transport: "tcp", key: "sip.port (SIAGA_SIP_PORT)" },
  ...demoPhones(sip),
];

/** The demo agencies' telephones answer beside us, on UDP and TCP. */
function demoPhones(sip: Configuration["sip"]): readonly Port[] {
  const port = demoPhonesPort(sip);
  const address = sip.address === "0.0.0.0" ? "127.0.0.1" : sip.address;
  const key = "sip.port (SIAGA_SIP_PORT); the demo agencies' telephones use it plus 10";
  return port === null ? [] : (["udp", "tcp"] as const).map((transport) => ({ port, address, transport, key }));
}

/** One sentence for each port somebody else holds; empty when all are free. */
export async function takenPorts(configuration: Configuration): Promise<string[]> {
  const sentences = await Promise.all(
    portsOf(configuration).map(async (port) => sentenceFor(port, await failure(port))),
  );
  return sentences.filter((sentence) => sentence !== null);
}

function sentenceFor({ port, address, transport, key }: Port, code: string | null): string | null {
  if (code === null) return null;
  const where = `${transport.toUpperCase()} port ${port} on ${address}`;
  if (code === "EADDRINUSE") return `${where} is taken by another program; stop it or choose another port with ${key}.`;
  if (code === "EACCES") return `${where} may not be opened by this user; choose a port above 1023 with ${key}.`;
  if (code === "EADDRNOTAVAIL")
    return `${where}: this machine has no such address; set one it has (http.address, sip.address).`;
  return `${where} cannot be opened (${code}); see ${key}.`;
}

const failure = ({ port, address, transport }: Port): Promise<string | null> =>
  transport === "tcp" ? tcpFailure(port, address) : udpFailure(port, address);

function tcpFailure(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function udpFailure(port: number, address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code ?? "unknown");
    });
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(null)));
  });
}
