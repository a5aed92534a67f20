import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import { normalPolicy, triageDefaults } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { SipEdge } from "@siaga/sip";
import { pino } from "pino";
import type { ExchangeJournal, JournalEntry } from "../brain/exchange-journal.ts";
import { steadyClock, wallClock } from "../clock.ts";
import { type Exchange, openExchange } from "../exchange.ts";
import { type Limits, standardLimits } from "../limits.ts";
import { type CentrePeer, centrePeer } from "./centre-peer.ts";
import { claimsOf, type DeskPeer, deskPeer, signedToken } from "./desk-peer.ts";
import { type MediaPeer, mediaPeer } from "./media-peer.ts";
import { trunkPeer } from "./trunk-peer.ts";

/** Short, so that a test does not wait for what a room would. */
const hurried: Limits = { ...standardLimits, centreSilent: 400, deskSilent: 1_000, beat: 100 };

/** A journal in memory. */
export function memoryJournal(): ExchangeJournal & { readonly entries: JournalEntry[] } {
  const entries: JournalEntry[] = [];
  return {
    entries,
    // Written as text and read back, as a file would.
    append: async (entry) => void entries.push(JSON.parse(JSON.stringify(entry)) as JournalEntry),
    clear: async (oldest = entries.length) => void entries.splice(0, oldest),
    size: () => entries.length,
  };
}

export const testKeys = { deskToken: randomBytes(32), link: randomBytes(32) };

export function testConfiguration(changes: Partial<Configuration> = {}): Configuration {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-exchange-"));
  return {
    city: "empty",
    dataDir,
    http: {
      address: "127.0.0.1",
      port: 0,
      httpsPort: 0,
      certificateFile: join(dataDir, "none.crt"),
      keyFile: join(dataDir, "none.key"),
      localCaFile: null,
    },
    deskPorts: { http: 0, https: 0 },
    sip: {
      address: "127.0.0.1",
      port: 0,
      publicAddress: null,
      country: "ID",
      trunks: [],
      trunksConfigured: false,
      incomingReserve: 0,
      nameServers: [],
    },
    rtpPorts: { first: 40_000, last: 40_199 },
    deskMediaPorts: { first: 40_200, last: 40_299 },
    mediaAddresses: [],
    iceServers: [],
    turnSecretFile: null,
    lines: [
      { line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: true },
      { line: "uji", dialled: ["1129"], name: "Saluran uji", test: true, recorded: false },
    ],
    policy: { ...normalPolicy, recordedLines: ["112"] },
    triage: { file: "/nowhere/triage-policy.json", order: "first-come", parameters: triageDefaults },
    databaseUrl: null,
    exchangeLink: join(dataDir, "exchange.sock"),
    centreId: "kota",
    restartAfter: 300,
    backup: { to: null, at: 150, keep: 14 },
    disk: { leastBytes: 0, leastShare: 0 },
    logLevel: "error",
    ...changes,
  };
}

export type RealParts = { readonly sip: SipEdge; readonly media: MediaPlane };

export type House = {
  readonly configuration: Configuration;
  readonly exchange: Exchange;
  readonly trunk: ReturnType<typeof trunkPeer>;
  readonly media: MediaPeer;
  readonly journal: ReturnType<typeof memoryJournal>;
  readonly centre: CentrePeer;
  /** A desk that connects with a good token. */
  desk(name: string): Promise<DeskPeer>;
  close(): Promise<void>;
};

export type HouseOptions = {
  readonly entries?: readonly JournalEntry[];
  readonly limits?: Partial<Limits>;
  /** A real trunk and a real media plane instead of those in memory. */
  readonly real?: RealParts;
};

/** The whole exchange between a trunk, a media plane and a centre in memory; link and desk-link are real. */
export async function openHouse(
  changes: Partial<Configuration> = {},
  { entries = [], limits = {}, real }: HouseOptions = {},
): Promise<House> {
  const configuration = testConfiguration(changes);
  const trunk = trunkPeer();
  const media = mediaPeer();
  const journal = memoryJournal();
  journal.entries.push(...entries);
  const exchange = await openExchange({
    configuration,
    keys: testKeys,
    sip: real?.sip ?? trunk.sip,
    media: real?.media ?? media.media,
    journal,
    entries: [...entries],
    salvaged: [],
    clock: wallClock,
    elapsed: steadyClock,
    limits: { ...hurried, ...limits },
    log: pino({ level: "silent" }),
  });
  const { exchangeLink: socket, policy, lines } = configuration;
  const centre = centrePeer({ socket, key: testKeys.link, policy, lines });
  return {
    configuration,
    exchange,
    trunk,
    media,
    journal,
    centre,
    desk: (name) => deskPeer(exchange.deskPorts.http, signedToken(claimsOf(name), testKeys.deskToken)),
    async close() {
      centre.die();
      await exchange.close();
      rmSync(configuration.dataDir, { recursive: true, force: true });
    },
  };
}
