import { isIPv6 } from "node:net";
import { createDnsCache } from "../location/dns-cache.ts";
import { createDnsClient } from "../location/dns-client.ts";
import { locate } from "../location/locate.ts";
import { createNumbering, type Numbering } from "../message/number.ts";
import { parseMessage } from "../message/parse.ts";
import { ordinaryAbilities, writeRequest } from "../message/write.ts";
import { type Intervals, standardIntervals } from "../transaction/intervals.ts";
import { type Clock, createTimers, systemClock, type Timers } from "../transaction/timers.ts";
import { Transactions } from "../transaction/transactions.ts";
import type { Arrival } from "../transport/peer.ts";
import { standardTcpLimits, type TcpLimits } from "../transport/tcp-connection.ts";
import { openTransport, type Transport } from "../transport/transport.ts";
import type { InboundCall, SipEdge, SipOptions } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import { dial } from "./dial.ts";
import { type CallDestination, receiveRequest } from "./receive.ts";
import type { RegistrationPace } from "./registration.ts";
import { createRefusals } from "./refusals.ts";
import { createScans, type Scans } from "./scans.ts";
import { type Standings, watchTrunks } from "./standing.ts";
import { answerMalformed, answerStranger } from "./stateless.ts";
import type { TargetPorts } from "./targets.ts";
import { createTrunks, TrunkSettingError, type Trunks } from "./trunks.ts";

/** Structured log. Never given numbers, names or message content. */
export type SipLog = {
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

/** What only tests, and later carriers with other clocks, change. */
export type SipInternals = {
  readonly intervals: Intervals;
  /** Between two OPTIONS to a trunk (ms); null asks none. */
  readonly keepaliveInterval: number | null;
  readonly registrationPace: RegistrationPace;
  readonly tcpLimits: TcpLimits;
  /** The longest time between two signs that a call still stands (s; RFC 4028), and how long a second is (ms). */
  readonly session: { readonly interval: number; readonly second: number };
  /** A number in [0, 1) for random waits. */
  readonly chance: () => number;
  /** The calls' clock. */
  readonly clock: Clock | null;
  /** Opens the sockets. */
  readonly openTransport: typeof openTransport;
  /** Without one, a fault of ours while reading a message throws. */
  readonly log: SipLog | null;
};

/** An open edge also knows the port it got when it asked for port 0. */
export type OpenSipEdge = SipEdge & { readonly port: number };

const standardInternals: SipInternals = {
  intervals: standardIntervals,
  keepaliveInterval: 30_000,
  // RFC 5626 §4.5 allows half an hour; a city cannot be away that long.
  registrationPace: { first: 30_000, longest: 300_000 },
  tcpLimits: standardTcpLimits,
  session: { interval: 1800, second: 1000 },
  chance: Math.random,
  clock: null,
  openTransport,
  log: null,
};

/**
 * Listens on UDP and TCP and starts the trunk keepalives.
 * Rejects with `SipPortError` (port taken, address not ours …) or `TrunkSettingError`; both carry a sentence that says what to do.
 */
export async function openSip(options: SipOptions, changed: Partial<SipInternals> = {}): Promise<OpenSipEdge> {
  const internals = { ...standardInternals, ...changed };
  // What never ends by itself has a clock of its own: leak tests count the calls' clock.
  const upkeep = createTimers();
  const trunks = createTrunks(options.trunks, targetPorts(options, upkeep), options.shortCodes);
  const numbering = createNumbering(options.country, options.shortCodes);
  if (numbering === null)
    throw new TrunkSettingError(`SIP country "${options.country}" must be a two-letter ISO 3166 code such as ID.`);

  let receive: (arrival: Arrival) => void = () => undefined;
  const transport = await internals.openTransport(
    options,
    {
      onMessage: (arrival) => receive(arrival),
      isTrunk: (address) => trunks.at(address) !== null,
    },
    internals.tcpLimits,
  );
  const core = createCore(transport, internals, options.userAgent);
  const calls: ((call: InboundCall) => void)[] = [];
  const scans = createScans(() => performance.now());
  receive = createReceiver(
    core,
    transport,
    { trunks, scans, destination: destinationOf(calls, numbering, internals.log) },
    internals.log,
  );
  await findTargets(trunks);
  const standings = watchTrunks(core, trunks.all, internals);
  return edgeOf(core, transport, { trunks, scans, calls, standings, upkeep });
}

function targetPorts(options: SipOptions, timers: Timers): TargetPorts {
  const now = (): number => performance.now();
  const lookup = createDnsCache(createDnsClient(options.nameServers ?? []), now);
  const ipv6 = isIPv6(options.address);
  return { timers, now, ipv6, locate: (uri) => locate(uri, lookup, Math.random) };
}

/** Ms the first look may hold up the opening: with a dead DNS calls must come in all the same. */
const FIRST_LOOK = 2_000;

async function findTargets(trunks: Trunks): Promise<void> {
  const looks = Promise.all(trunks.all.map(({ targets }) => targets?.start()));
  let late: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([looks, new Promise((resolve) => (late = setTimeout(resolve, FIRST_LOOK)))]);
  clearTimeout(late);
}

function edgeOf(
  core: UserAgentCore,
  transport: Transport,
  parts: {
    trunks: Trunks;
    scans: Scans;
    calls: ((call: InboundCall) => void)[];
    standings: Standings;
    upkeep: Timers;
  },
): OpenSipEdge {
  const { trunks, scans, calls, standings, upkeep } = parts;
  return {
    port: transport.port,
    onCall: (listener) => void calls.push(listener),
    dial: (name, to, placement) => {
      const trunk = trunks.named(name);
      const routes = trunk === undefined ? [] : (standings.registrationOf(trunk)?.routes ?? []);
      return dial(core, trunk, routes, { to, ...placement });
    },
    trunks: standings.all,
    onTrunkChange: standings.onChange,
    localAddressFor: transport.localAddressFor,
    takeScans: () => scans.take(),
    counts: () => ({
      transactions: core.transactions.count(),
      dialogs: core.dialogs.size,
      timers: core.timers.count(),
    }),
    close: async () => {
      await standings.close();
      for (const { targets } of trunks.all) targets?.close();
      upkeep.close();
      core.timers.close();
      await transport.close();
    },
  };
}

function createCore(transport: Transport, internals: SipInternals, product: string): UserAgentCore {
  const { intervals, chance, session, clock } = internals;
  const timers = createTimers(clock ?? systemClock());
  const transactions = new Transactions({ timers, intervals, send: transport.send }, transport);
  return {
    transactions,
    dialogs: new Map(),
    timers,
    intervals,
    sendAck: (request, peer) => {
      const wire = writeRequest(request, transactions.via(peer));
      const send = (): void => transport.send(wire, peer);
      send();
      return send;
    },
    port: transport.port,
    chance,
    session,
    localAddressFor: transport.localAddressFor,
    reachTcp: transport.reachTcp,
    product: product.replaceAll(/[^\x20-\x7e]/g, ""),
    account: null,
    abilities: ordinaryAbilities,
  };
}

function destinationOf(
  calls: readonly ((call: InboundCall) => void)[],
  numbering: Numbering,
  log: SipLog | null,
): CallDestination {
  return {
    numbering,
    refusals: createRefusals(log),
    offer: (call) => {
      for (const listener of calls) listener(call);
      return calls.length > 0;
    },
  };
}

/** One message in. Whatever it holds, the edge goes on: a fault of ours is logged and that one message is lost. */
function createReceiver(
  core: UserAgentCore,
  transport: Transport,
  parts: { trunks: Trunks; scans: Scans; destination: CallDestination },
  log: SipLog | null,
): (arrival: Arrival) => void {
  const { trunks, scans, destination } = parts;
  const take = (arrival: Arrival): void => {
    const { source } = arrival;
    const trunk = trunks.at(source.address);
    // A response is known by its branch, wherever it comes from: gateways answer from addresses of their own.
    const isResponse = arrival.bytes.toString("latin1", 0, 8).toUpperCase() === "SIP/2.0 ";
    if (trunk === null && !isResponse && !scans.note()) return;
    const message = parseMessage(arrival.bytes);
    if (message.kind === "response") return void core.transactions.receiveResponse(message);
    if (trunk === null) {
      const answer = message.kind === "request" ? answerStranger(message, source) : null;
      if (answer !== null) transport.send(answer, source);
      return;
    }
    if (message.kind === "request") {
      const called = message.method === "INVITE" ? message.target?.user : undefined;
      const its = called === undefined ? trunk : (trunks.of(source.address, called) ?? trunk);
      return receiveRequest(core, destination, its, message, arrival);
    }
    const answer = answerMalformed(message, source);
    log?.warn({ trunk: trunk.setting.name, fault: message.fault, answered: answer !== null }, "malformed SIP message");
    if (answer !== null) transport.send(answer, source);
  };
  return (arrival) => {
    try {
      take(arrival);
    } catch (error) {
      if (log === null) throw error;
      log.error({ err: error }, "a SIP message could not be treated");
    }
  };
}
