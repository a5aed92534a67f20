import { type AgencyLink, openWebChannel, type WebScreens } from "@siaga/agency-link";
import type { Configuration, InstanceKeys } from "@siaga/configuration";
import { type Input, standingTimers, triageDefaults } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { type ExchangeLink, openExchangeLink } from "../link/exchange-link.ts";
import { openBoard } from "../live/board.ts";
import { openUsual, watchRoom } from "../live/room-watch.ts";
import { openWords } from "../live/words.ts";
import type { Centre, City, Clock, ExchangeStatus, LiveBoard } from "../ports.ts";
import { openArrivals } from "./arrivals.ts";
import { openCentre } from "./centre.ts";
import { openLinkWatch } from "./link-watch.ts";
import type { Letter } from "./mailbox.ts";
import { type Measures, openMeasures } from "./measures.ts";
import { openNumbers } from "./numbers.ts";
import { settlingOutbox } from "./promises.ts";
import { openPerform } from "./perform.ts";
import { identifyLate, openReunions } from "./reunion.ts";
import { keepSnapshots } from "./snapshots.ts";
import type { Standing } from "./standing.ts";
import { openTimers, type Timers } from "./timers.ts";
import type { TurnJournal } from "./writer.ts";
import { openWriter } from "./writer.ts";

export type StartParts = {
  readonly configuration: Pick<Configuration, "lines" | "exchangeLink" | "centreId">;
  readonly keys: Pick<InstanceKeys, "link">;
  readonly clock: Clock;
  readonly record: Pick<Record, "log" | "personal" | "histories" | "snapshots" | "outbox" | "views">;
  readonly journal: TurnJournal;
  readonly standing: Standing;
  readonly epoch: number;
  readonly city: City;
  readonly registry: Registry;
  readonly clockOffset: () => number;
  readonly log: Logger;
  /** Another centre leads: this process must end without writing. */
  readonly stale: () => void;
  /** A bug left the state unknown: this process must end and start again from the log. */
  readonly broken: (bug: unknown) => void;
};

export type StartedCentre = {
  readonly centre: Centre;
  readonly live: LiveBoard;
  readonly exchange: ExchangeStatus;
  readonly agencyScreens: WebScreens;
  /** Takes no more, makes durable what was taken (at most `limit` ms for a record that is away), lets the exchange go. */
  close(limit: number): Promise<void>;
};

/** Puts an input of this house in the mailbox; nobody waits for its answer. */
type Post = (input: Input) => void;

/** Wires the runtime over a standing that was just restored. The lease is held; nothing else writes. */
export function startCentre(parts: StartParts): StartedCentre {
  const { standing, clock, log } = parts;
  const post: Post = (input) => centre.put({ kind: "input", input });
  const measures = openMeasures(
    parts.registry,
    () => standing.state,
    () => link,
  );
  const screens = openScreens(parts);
  const keeping = openKeeping(parts, measures, post);
  const timers = openTimers(clock, post);
  const agencies = openWebChannel((dispatch) => post({ type: "dispatch.delivered", dispatch }));
  const link = openLink(parts, screens, keeping, (letter) => centre.put(letter));
  const perform = openPerform({
    link,
    timers,
    agencies: settlingOutbox(agencies, parts.record.outbox, log),
    sources: {
      epoch: parts.epoch,
      state: () => standing.state,
      masked: (id) => screens.words.masked(id),
      lineName: screens.lineName,
    },
    numberOf: async (id) => keeping.numbers.drawn(id) ?? (await parts.record.personal.read([id])).get(id) ?? null,
    agencyPhone: parts.city.directory.agencyPhone,
    undialled: (effect) =>
      post(
        effect.type === "party.dial"
          ? { type: "party.ended", party: effect.party, code: 404 }
          : { type: "callback.ended", outgoing: effect.outgoing, code: 503, by: "network" },
      ),
    log,
  });
  const centre = openCentre({
    ...parts,
    board: screens.board,
    writer: keeping.writer,
    measures,
    perform,
    reunite: openReunions({ ...parts, ...parts.configuration, centre: parts.configuration.centreId, link }),
    snapshots: keepSnapshots(parts.record.snapshots, standing.seq, log),
  });
  const watches = [openLinkWatch(link, post), watchRoom(screens.board, clock), screens.usual];
  resume(standing, timers, agencies);
  return {
    centre,
    live: screens.board,
    exchange: link,
    agencyScreens: agencies,
    async close(limit) {
      for (const watch of watches) watch.stop();
      timers.stopAll();
      await centre.close();
      await keeping.writer.close(limit);
      link.close();
      screens.words.close();
    },
  };
}

/** What the screens are shown from. */
function openScreens({ record, standing, clock, city, configuration }: StartParts) {
  const names = new Map(configuration.lines.map(({ line, name }) => [line, name]));
  const lineName = (line: string): string => names.get(line) ?? line;
  const words = openWords(
    (ids) => record.personal.read(ids),
    (ids) => board.reread(ids),
  );
  const { entries, seq } = standing;
  const usual = openUsual(record.views, clock);
  const board = openBoard(
    { entries, state: () => standing.state, ledger: () => standing.ledger, seq, at: clock.now() },
    { directory: city.directory, words, lineName, usual: usual.usual },
  );
  return { words, board, lineName, usual };
}

/** What keeps events and numbers. */
function openKeeping(parts: StartParts, measures: Measures, post: Post) {
  const { personal } = parts.record;
  const writer = openWriter({
    epoch: parts.epoch,
    log: parts.record.log,
    journal: parts.journal,
    keepNumber: async ({ id, number }) => void (await personal.put("number", number, { id, lookup: number })),
    logger: parts.log,
    appended: measures.appended,
    fenced: parts.stale,
    journalling: (on) =>
      post({ type: on ? "alarm.noticed" : "alarm.ceased", alarm: "record-journalling", subject: "record" }),
  });
  const recordAway = (): boolean => writer.mode() === "journal";
  return { writer, recordAway, numbers: openNumbers(personal, recordAway) };
}

/** The exchange's words become letters, each call with who is calling. */
function openLink(
  { configuration, keys, clock, log, city, record, standing, stale }: StartParts,
  { words }: ReturnType<typeof openScreens>,
  { numbers, recordAway }: ReturnType<typeof openKeeping>,
  put: (letter: Letter) => void,
): ExchangeLink {
  const presented = words.rememberNumber;
  const testLines = new Set(configuration.lines.filter(({ test }) => test).map(({ line }) => line));
  const arrivals = openArrivals(
    {
      numbers,
      histories: record.histories,
      // Kept in the log also under first come, first served, so that another order can be judged by it.
      memory: () => (standing.state.policy.triage ?? triageDefaults).memory,
      testNumbers: city.testNumbers,
      clock,
      isTestLine: (line) => testLines.has(line),
      recordAway,
      presented,
    },
    put,
  );
  return openExchangeLink(
    { address: configuration.exchangeLink, key: keys.link },
    { clock, log },
    {
      async hello(hello, session) {
        put(await identifyLate(hello, session, { numbers, presented }));
        for (const report of hello.unkept) arrivals.take(report, session);
      },
      report: (report, session) => arrivals.take(report, session),
      stale,
    },
  );
}

/** Timers run again, and what no agency has seen yet is sent again. */
function resume({ state }: Standing, timers: Timers, agencies: AgencyLink): void {
  for (const { key, due, fires } of standingTimers(state)) timers.start(key, due, fires);
  for (const { id, incident, agency, state: stands } of state.dispatches.values())
    if (stands === "sent") agencies.send({ dispatch: id, incident, agency });
}
