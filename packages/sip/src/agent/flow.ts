import type { TcpConnection } from "../transport/tcp-connection.ts";
import type { Timer, Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type { UserAgentCore } from "./core.ts";

/** RFC 5626 §4.4.1: without a Flow-Timer, between 95 and 120 s (s). */
const LONGEST_SILENCE = 120;
const PING = Buffer.from("\r\n\r\n");

/**
 * Keeps the TCP connection calls come in on alive (RFC 5626 §4.4.1) and says when it is lost. `every`: the registrar's
 * Flow-Timer (s) or null. Returns the stopper. Over UDP the OPTIONS keepalive holds a NAT open.
 */
export function keepFlow(
  core: UserAgentCore,
  peer: Peer,
  every: number | null,
  timers: Timers,
  lost: () => void,
): () => void {
  if (peer.transport !== "tcp") return () => undefined;
  let stopped = false;
  let next: Timer | null = null;
  const later = (delay: number, act: () => void): void => {
    next = timers.after(delay, act);
  };
  const rest = (connection: TcpConnection): void => {
    const pause = (every ?? LONGEST_SILENCE) * 1_000 * (0.8 + 0.2 * Math.random());
    later(pause, () => ping(connection));
  };
  const ping = (connection: TcpConnection): void => {
    if (!connection.isOpen()) return lost();
    const asked = performance.now();
    connection.write(PING);
    // §4.4.1: no answer within 10 s, twenty times T1: the flow has failed.
    later(20 * core.intervals.t1, () => {
      if (connection.heardAt() >= asked) return rest(connection);
      connection.close();
      lost();
    });
  };
  void core.reachTcp(peer.address, peer.port).then((connection) => {
    if (stopped) return;
    if (connection === null) lost();
    else rest(connection);
  });
  return () => {
    stopped = true;
    timers.cancel(next);
  };
}
