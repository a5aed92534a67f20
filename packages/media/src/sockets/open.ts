import { NodeDgram } from "./node-dgram.ts";
import type { Sockets } from "./sockets.ts";

type Choice = {
  readonly open: () => Sockets;
  /** Why not the C library; null when it is. */ readonly why: string | null;
};

/** ms between sending and hearing oneself that a clock read rightly cannot show. */
const farOff = 1000;

/** The C library where it can be called and does what we expect of it (a datagram sent to oneself), else Node. */
async function choose(): Promise<Choice> {
  try {
    // The package has no build for every machine: it is asked for, not relied on.
    const { loadLibc } = await import("./libc.ts");
    const { LibcSockets } = await import("./libc-sockets.ts");
    const libc = loadLibc();
    await hearOneself(new LibcSockets(libc));
    return { open: () => new LibcSockets(libc), why: null };
  } catch (error) {
    return { open: () => new NodeDgram(), why: error instanceof Error ? error.message : String(error) };
  }
}

async function hearOneself(sockets: Sockets): Promise<void> {
  const sent = Buffer.from("siaga");
  const from = { address: "127.0.0.1", port: 0 };
  let heard = false;
  const socket = await sockets.bind(0, "udp4", (datagram, source, at) => {
    const rightly = source.address === from.address && source.port === socket?.port;
    heard ||= rightly && datagram.equals(sent) && Math.abs(performance.now() - at) < farOff;
  });
  socket?.send(sent, { ...from, port: socket.port });
  sockets.poll();
  sockets.close();
  if (!heard) throw new Error("a datagram sent to this machine itself was not heard");
}

const chosen = await choose();

/** Sockets of the cheapest kind that works on this machine. */
export const openSockets = (): Sockets => chosen.open();

/** Why they are Node's own, for the log; null when they are the C library's. */
export const whyNode = chosen.why;
