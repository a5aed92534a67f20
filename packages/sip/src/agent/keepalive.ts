import { randomUUID } from "node:crypto";
import { bracketed } from "../message/uri.ts";
import { createTimers, type Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type { UserAgentCore } from "./core.ts";
import { SentRequest } from "./sent-request.ts";
import { coreFor, type Trunk } from "./trunks.ts";

export type TrunkState = "up" | "down" | "unknown";

/** Trunk health by OPTIONS outside any dialog (RFC 3261 §11). */
export type Keepalive = {
  readonly states: () => readonly { readonly trunk: string; readonly state: TrunkState }[];
  readonly onChange: (listener: (trunk: string, state: "up" | "down") => void) => void;
  readonly close: () => void;
};

/** Starts asking every trunk that has a peer, `interval` ms after each answer; null: never. Its clock is its own: it never stops, so leak tests must not count it. */
export function startKeepalive(core: UserAgentCore, trunks: readonly Trunk[], interval: number | null): Keepalive {
  const timers: Timers = createTimers();
  const states = new Map<string, TrunkState>(trunks.map((trunk) => [trunk.setting.name, "unknown"]));
  const listeners: ((trunk: string, state: "up" | "down") => void)[] = [];

  const report = (trunk: string, state: "up" | "down"): void => {
    if (states.get(trunk) === state) return;
    states.set(trunk, state);
    for (const listener of listeners) listener(trunk, state);
  };
  const ask = ({ core, trunk, peer }: Asked): void => {
    // Half of Timer F: a caller must not wait 32 s to learn that a trunk is dead. A late answer still lifts it.
    const patience = timers.after(16 * core.intervals.t1, () => report(trunk, "down"));
    const settle = (state: "up" | "down"): void => {
      timers.cancel(patience);
      report(trunk, state);
      if (interval !== null) timers.after(interval, () => ask({ core, trunk, peer }));
    };
    void new SentRequest(core, optionsFor(core, peer), peer, {
      // Any answer shows a living peer, also 404 or 405; 408 and 503 say that it cannot take calls now.
      onResponse: ({ status }) => {
        if (status >= 200) settle(status === 408 || status === 503 ? "down" : "up");
      },
      onTimeout: () => settle("down"),
      onUnreachable: () => settle("down"),
    });
  };
  for (const one of trunks)
    if (one.peer !== null && interval !== null)
      ask({ core: coreFor(core, one), trunk: one.setting.name, peer: one.peer });

  return {
    states: () => Array.from(states, ([trunk, state]) => ({ trunk, state })),
    onChange: (listener) => void listeners.push(listener),
    close: () => timers.close(),
  };
}

type Asked = { readonly core: UserAgentCore; readonly trunk: string; readonly peer: Peer };

function optionsFor(core: UserAgentCore, peer: Peer) {
  const local = bracketed(core.localAddressFor(peer.address));
  const remote = `${bracketed(peer.address)}:${peer.port}`;
  return {
    method: "OPTIONS",
    uri: `sip:${remote}${peer.transport === "tcp" ? ";transport=tcp" : ""}`,
    from: `<sip:${local}:${core.port}>;tag=${randomUUID()}`,
    to: `<sip:${remote}>`,
    callId: randomUUID(),
    sequence: 1,
    lines: `Accept: application/sdp\r\nUser-Agent: ${core.product}\r\n`,
  };
}
