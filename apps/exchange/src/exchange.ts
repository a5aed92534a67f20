import { randomUUID } from "node:crypto";
import { basename, relative } from "node:path";
import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { CallId, CentreState } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { SipEdge } from "@siaga/sip";
import type { Logger } from "pino";
import type { ExchangeJournal, JournalEntry } from "./brain/exchange-journal.ts";
import type { PerformEffect } from "./brain/overdue.ts";
import { replayJournal } from "./brain/replay.ts";
import { openSuccession, type Succession } from "./brain/succession.ts";
import { openChannels } from "./calls/channels.ts";
import { type CallLeg, heldCalls, openCalls } from "./calls/legs.ts";
import { openLines } from "./calls/lines.ts";
import type { Clock, Elapsed } from "./clock.ts";
import { type DeskParts, openDesks } from "./desks/open-desks.ts";
import { formerAlarms } from "./former-run.ts";
import { watchHealth } from "./health.ts";
import type { Limits } from "./limits.ts";
import { openLinkServer } from "./link/link-server.ts";
import { openMechanics } from "./mechanics.ts";

export type ExchangeParts = {
  readonly configuration: Configuration;
  readonly keys: Pick<InstanceKeys, "deskToken" | "link">;
  readonly sip: SipEdge;
  readonly media: MediaPlane;
  readonly journal: ExchangeJournal;
  /** What an earlier run left in the journal. */
  readonly entries: readonly JournalEntry[];
  /** Recordings an earlier run left unfinished, finished now. */
  readonly salvaged: readonly Salvaged[];
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly limits: Limits;
  readonly log: Logger;
};

export type Salvaged = { readonly file: string; readonly sha256: string; /** ms */ readonly duration: number };

export interface Exchange {
  readonly deskPorts: { readonly http: number; readonly https: number | null };
  readonly succession: Succession;
  /** Calls whose legs stand. */
  calls(): number;
  /** Says what is lost, ends every call with BYE, finishes the recordings, and closes; the media plane too. */
  close(): Promise<void>;
}

/** Wires signalling, media, desks and the two brains. Read top to bottom: what is opened, who is told, what is closed. */
export async function openExchange(parts: ExchangeParts): Promise<Exchange> {
  const { configuration, sip, media, clock, log } = parts;
  const calls = openCalls();
  const lines = openLines(configuration.lines);
  const { rtpPorts, sip: trunking } = configuration;
  const trunkChannels = trunking.trunks.map(({ name, channels }) => ({ trunk: name, channels }));
  const channels = openChannels(rtpPorts, trunkChannels, trunking.incomingReserve);
  const began = clock();
  let hasMetCentre = false;
  let perform: PerformEffect = () => {};

  const succession = openSuccession({
    ...parts,
    exchange: randomUUID(),
    policy: configuration.policy,
    perform: (effect, beside) => perform(effect, beside),
    holding: () => ({ held: calls.all().flatMap(heldCalls), connectedDesks: desks.presence.connected() }),
    isTestLine: lines.isTest,
    onFailOpen: (on) => desks.failOpen(on, succession),
    onWelcome(welcome, state) {
      lines.replace(welcome.lines);
      desks.rings.keepOnly((desk, call) => isOffered(state, desk, call));
      for (const { alarm, subject } of hasMetCentre ? [] : formerAlarms(state, began))
        succession.tell({ type: "alarm.ceased", alarm, subject });
      hasMetCentre = true;
    },
  });
  const deskParts: DeskParts = { ...parts, calls, succession };
  const desks = await openDesks(deskParts);
  const mechanics = openMechanics({
    ...parts,
    calls,
    lines,
    channels,
    desks,
    tell: succession.tell,
    state: succession.state,
  });
  perform = mechanics.perform;

  const link = await openLinkServer({ address: configuration.exchangeLink, key: parts.keys.link, log }, succession);
  const stopHealth = watchHealth(
    {
      log,
      sip,
      media,
      clock,
      calls: calls.count,
      desks: desks.presence.connected,
      channels,
      failOpen: () => succession.leader() !== "centre",
    },
    link.send,
    succession.tell,
  );
  succession.begin(replayJournal(parts.entries, configuration.policy, lines.isTest));
  for (const { file, sha256, duration } of parts.salvaged) {
    const call = basename(file, ".wav");
    succession.tell({
      type: "recording.finished",
      call,
      sha256,
      duration,
      file: relative(configuration.dataDir, file),
    });
  }
  sip.onCall(mechanics.receive);

  return {
    deskPorts: desks.ports,
    succession,
    calls: calls.count,
    async close() {
      mechanics.receiveNoMore();
      stopHealth();
      await sayFarewell(calls.all(), succession);
      desks.stop();
      // Recordings end with the media plane; whoever decides hears of them while there is a way to say so.
      await media.close();
      await soon();
      await Promise.all([link.close(), desks.close()]);
      succession.close();
    },
  };
}

const isOffered = (state: CentreState, desk: string, call: CallId): boolean =>
  [...state.offers.values()].some((offer) => offer.desk === desk && offer.call === call);

/** Ms a peer has to confirm our BYE, and the centre to keep what we said last. */
const farewell = 1_500;

/** We end, so every call here is lost and its caller hears so; nothing is waited for beyond a moment. */
async function sayFarewell(legs: readonly CallLeg[], { tell }: Succession): Promise<void> {
  for (const leg of legs)
    tell(
      leg.direction === "incoming"
        ? { type: "call.lost", call: leg.id }
        : { type: "callback.ended", outgoing: leg.id, code: 503, by: "network" },
    );
  const beside = legs.flatMap((leg) => (leg.direction === "incoming" ? [...leg.parties.values()] : []));
  const ended = [
    ...legs.map((leg) => (leg.direction === "incoming" ? leg.sip.hangUp() : leg.sip?.cancelOrHangUp())),
    ...beside.map(({ sip }) => sip?.cancelOrHangUp()),
  ];
  const moment = new Promise((resolve) => setTimeout(resolve, legs.length > 0 ? farewell : 0));
  await Promise.race([Promise.all([...ended, legs.length > 0 ? soon() : null]), moment]);
}

/** A breath for what was just written to leave this process. */
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
