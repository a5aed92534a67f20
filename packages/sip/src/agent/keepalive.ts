import { randomUUID } from "node:crypto";
import { bracketed } from "../message/uri.ts";
import type { Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type { UserAgentCore } from "./core.ts";
import { SentRequest } from "./sent-request.ts";
import type { Targets } from "./targets.ts";
import { coreFor, type Trunk } from "./trunks.ts";

type TrunkState = "up" | "down" | "unknown";

/** Trunk health by OPTIONS outside any dialog (RFC 3261 §11). */
export type Keepalive = {
  readonly stateOf: (trunk: string) => TrunkState;
};

/** Starts asking every trunk that has a peer, `interval` ms after each answer; null: never. */
export function startKeepalive(
  core: UserAgentCore,
  trunks: readonly Trunk[],
  interval: number | null,
  timers: Timers,
  changed: () => void,
): Keepalive {
  const states = new Map<string, TrunkState>(trunks.map((trunk) => [trunk.setting.name, "unknown"]));
  const report = (trunk: string, state: "up" | "down"): void => {
    if (states.get(trunk) === state) return;
    states.set(trunk, state);
    changed();
  };
  const ask = async (trunk: Trunk, targets: Targets, every: number): Promise<void> => {
    const { name } = trunk.setting;
    const up = await anyAnswers(coreFor(core, trunk), targets, timers, () => report(name, "up"));
    report(name, up ? "up" : "down");
    timers.after(every, () => void ask(trunk, targets, every));
  };
  for (const trunk of trunks) if (trunk.targets !== null && interval !== null) void ask(trunk, trunk.targets, interval);

  return { stateOf: (trunk) => states.get(trunk) ?? "unknown" };
}

/** Asks one place after the other (RFC 3263 §4.3): a trunk is up while any of them takes calls. */
async function anyAnswers(core: UserAgentCore, targets: Targets, timers: Timers, late: () => void): Promise<boolean> {
  for (const peer of targets.current()) {
    const { answered, answersLate } = askOne(core, targets.domain, peer, timers);
    void answersLate.then((alive) => {
      if (!alive) return;
      targets.worked(peer);
      late();
    });
    if (await answered) return true;
    targets.failed(peer);
  }
  return false;
}

type Asked = { readonly answered: Promise<boolean>; readonly answersLate: Promise<boolean> };

function askOne(core: UserAgentCore, domain: string, peer: Peer, timers: Timers): Asked {
  const soon = Promise.withResolvers<boolean>();
  const late = Promise.withResolvers<boolean>();
  // Half of Timer F: a caller must not wait 32 s to learn that a trunk is dead. A late answer still lifts it.
  const patience = timers.after(16 * core.intervals.t1, () => soon.resolve(false));
  const settle = (alive: boolean): void => {
    timers.cancel(patience);
    soon.resolve(alive);
    late.resolve(alive);
  };
  void new SentRequest(core, optionsFor(core, domain, peer), peer, {
    // Any answer shows a living peer, also 404 or 405; 408 and 503 say that it cannot take calls now.
    onResponse: ({ status }) => {
      if (status >= 200) settle(status !== 408 && status !== 503);
    },
    onTimeout: () => settle(false),
    onUnreachable: () => settle(false),
  });
  return { answered: soon.promise, answersLate: late.promise };
}

function optionsFor(core: UserAgentCore, domain: string, peer: Peer) {
  const local = bracketed(core.localAddressFor(peer.address));
  return {
    method: "OPTIONS",
    uri: `sip:${domain}${peer.transport === "tcp" ? ";transport=tcp" : ""}`,
    from: `<sip:${local}:${core.port}>;tag=${randomUUID()}`,
    to: `<sip:${domain}>`,
    callId: randomUUID(),
    sequence: 1,
    lines: `Accept: application/sdp\r\nUser-Agent: ${core.product}\r\n`,
  };
}
