/** A room for tests: the real core, log, city and HTTP; no exchange behind it. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openWebChannel } from "@siaga/agency-link";
import type { Configuration } from "@siaga/configuration";
import {
  centre as step,
  type CentreEvent,
  countEvent,
  emptyCentre,
  emptyLedger,
  type Input,
  normalPolicy,
  refusalOf,
  triageDefaults,
} from "@siaga/core";
import pg from "pg";
import pino from "pino";
import { Registry } from "prom-client";
import { openCity } from "../city/open-city.ts";
import { openTestRecord } from "../city/test-record.ts";
import { emptyEntries } from "../live/entries.ts";
import { openBoard } from "../live/board.ts";
import { openWords } from "../live/words.ts";
import type { Accepted, Centre } from "../ports.ts";
import { openPolicyFile } from "../triage/policy-file.ts";
import { openHttp } from "./open-http.ts";

const lines = [{ line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: true }];

/** How tests start a room; `close` stops everything. */
export async function openTestRoom(http: Partial<Configuration["http"]> = {}) {
  const house = await openTestRecord();
  const { record, dataDir } = house;
  const configuration: Configuration = {
    city: "demo",
    dataDir,
    http: {
      address: "127.0.0.1",
      port: 0,
      httpsPort: 0,
      certificateFile: "/nowhere.crt",
      keyFile: "/nowhere.key",
      localCaFile: null,
      ...http,
    },
    deskPorts: { http: 31_114, https: 31_115 },
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
    rtpPorts: { first: 20_000, last: 20_099 },
    deskMediaPorts: { first: 20_100, last: 20_199 },
    mediaAddresses: [],
    iceServers: [],
    turnSecretFile: null,
    lines,
    policy: normalPolicy,
    triage: { file: join(dataDir, "triage-policy.json"), order: "first-come", parameters: triageDefaults },
    databaseUrl: null,
    exchangeLink: "/nowhere.sock",
    centreId: "kota",
    restartAfter: 300,
    backup: { to: null, at: 150, keep: 14 },
    disk: { leastBytes: 0, leastShare: 0 },
    logLevel: "error",
  };
  const key = (): Buffer => randomBytes(32);
  const keys = { deskToken: key(), personal: key(), lookup: key(), link: key() };
  const clock = { now: () => Date.now() };
  const log: string[] = [];
  await record.lease.take("test", clock.now());
  const city = await openCity(record, configuration, clock);
  const { centre, board } = await openCentre(record, city, clock.now());
  const agencyScreens = openWebChannel((dispatch) => void centre.accept({ type: "dispatch.delivered", dispatch }));
  const parts = {
    configuration,
    keys,
    clock,
    record,
    centre,
    live: board,
    policyFile: openPolicyFile(configuration),
    exchange: { link: () => "down" as const, health: () => null },
    city,
    agencyScreens,
    registry: new Registry(),
    log: pino({ level: "warn" }, { write: (line: string) => void log.push(line) }),
  };
  const listening = await openHttp(parts).catch(async (error: unknown) => {
    await house.close();
    throw error;
  });
  return {
    ...parts,
    board,
    dataDir,
    lines: log,
    idOf: (username: string): string => city.accounts.byUsername(username)?.operator ?? "",
    /** Straight from the database, for what no port gives back. */
    async query(sql: string): Promise<unknown[]> {
      const client = new pg.Client(house.url);
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows;
    },
    ...listening,
    origin: `http://127.0.0.1:${listening.port}`,
    async close() {
      await listening.close();
      await house.close();
    },
  };
}
export type TestRoom = Awaited<ReturnType<typeof openTestRoom>>;

/** The core stepped at once, its events in the real log before anybody is told. */
async function openCentre(
  record: Awaited<ReturnType<typeof openTestRecord>>["record"],
  city: Awaited<ReturnType<typeof openCity>>,
  startedAt: number,
) {
  const state = emptyCentre(normalPolicy);
  const ledger = emptyLedger();
  let seq = 0;
  const words = openWords(record.personal.read, (ids) => board.reread(ids));
  const board = openBoard(
    { entries: emptyEntries(), state: () => state, ledger: () => ledger, seq, at: startedAt },
    { directory: city.directory, words, lineName: (line) => line, usual: () => null },
  );
  let last: Promise<unknown> = Promise.resolve();
  const accept = async (input: Input): Promise<Accepted> => {
    const refusal = refusalOf(state, input);
    if (refusal !== null) return { ok: false, ...refusal };
    const { events } = step(state, input, Date.now());
    if (events.length === 0) return { ok: true, seq, events };
    for (const event of events) countEvent(ledger, event as CentreEvent);
    seq += events.length;
    const patch = board.advance(events, seq, Date.now());
    await record.log.append({ events, promised: [] });
    board.publish(patch);
    return { ok: true, seq, events };
  };
  const centre: Centre = {
    state: () => state,
    accept: (input) => (last = last.then(() => accept(input))) as Promise<Accepted>,
    refusalOf: (input) => refusalOf(state, input),
    ledger: () => ledger,
    vitals: () => ({ startedAt, epoch: 1, seq, record: "database", clockOffset: 0 }),
  };
  return { centre, board };
}

/** A browser of somebody signed in: keeps its cookie, speaks JSON. */
export async function signIn(room: Pick<TestRoom, "origin">, username: string, password = "siaga112") {
  const opened = await fetch(`${room.origin}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: room.origin },
    body: JSON.stringify({ username, password }),
  });
  const cookie = opened.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${room.origin}${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.includes("json") === true;
    return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : null };
  };
  return { status: opened.status, opened, cookie, ask };
}
