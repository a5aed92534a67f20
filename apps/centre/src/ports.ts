/**
 * What the centre's parts know of one another. Composition is in main.ts:
 * city and record below, runtime in the middle, HTTP and live sockets above. A part receives the two or
 * three ports it uses.
 */
import type { WebScreens } from "@siaga/agency-link";
import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { ExchangeHealth } from "@siaga/contracts/exchange-link";
import type { Board, Patch } from "@siaga/contracts/live";
import type {
  AgencyId,
  CentreEvent,
  CentreState,
  DeskId,
  Duration,
  Input,
  Instant,
  Ledger,
  OperatorId,
  PersonalId,
  Refusal,
} from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { PolicyFile } from "./triage/policy-file.ts";

/** The one clock of this process. `now` never goes backwards. */
export interface Clock {
  now(): Instant;
}

/** Why a command would change nothing; the words for people are the presenters'. */
export type CommandRefusal = Refusal;

/** A command's fate. `events` are those it caused, already durable when this is known; empty when it repeats what was done. */
export type Accepted =
  | { readonly ok: true; readonly seq: number; readonly events: readonly CentreEvent[] }
  | ({ readonly ok: false } & CommandRefusal);

/** The running centre: one mailbox, one writer. */
export interface Centre {
  /** All that lives, as of the last step. Read only, synchronously: never keep it across an await. */
  state(): CentreState;
  /** Puts an input in the mailbox; resolves when its events are durable (database, else journal), or it was refused. */
  accept(input: Input): Promise<Accepted>;
  /** Why this input would be refused right now; null when it would be taken. `accept` asks the same again. */
  refusalOf(input: Input): CommandRefusal | null;
  /** The published counts of the whole log, as of the last durable event. Exact: never a query. */
  ledger(): Ledger;
  vitals(): Vitals;
}

/** For `GET /api/health`. */
export type Vitals = {
  readonly startedAt: Instant;
  readonly epoch: number;
  readonly seq: number;
  readonly record: "database" | "journal";
  /** Database clock minus this process's clock (ms), measured at each lease renewal. */
  readonly clockOffset: Duration;
};

/** What the exchange last said of itself; null until it spoke. */
export interface ExchangeStatus {
  link(): "up" | "down";
  health(): ExchangeHealth | null;
}

/**
 * The live board in memory, folded from events. Rows are as `contracts/live.ts` says with numbers already masked;
 * incidents carry their texts (an agency account must be shown only its own: the socket's presenter filters).
 * The board object and its rows are shared: never change them; a changed row is a new object.
 */
export interface LiveBoard {
  board(): Board;
  /** Called synchronously after each commit with changed rows only; `null` rows are gone. Returns the unsubscriber. */
  subscribe(listener: (patch: Patch) => void): () => void;
  /** Who last changed the policy of who is next (null: the house, by its file), and when; null: nobody ever did. */
  lastPolicyChange(): { readonly at: Instant; readonly operator: OperatorId | null } | null;
}

/** Names for screens; the city's own words. All synchronous, from memory. Unknown ids come back as themselves. */
export interface Directory {
  deskName(desk: DeskId): string;
  operatorName(operator: OperatorId): string;
  agencyName(agency: AgencyId): string;
  /** The number its room answers; null where the city gave none. */
  agencyPhone(agency: AgencyId): string | null;
  incidentTypeName(incidentType: string): string;
  /** Kelurahan and kecamatan of a Kepmendagri code; null outside the city. */
  area(code: string): { readonly name: string; readonly district: string } | null;
}

/** Numbers marked *uji*: their calls work and never count. In memory; the HTTP routes change it. */
export interface TestNumbers {
  has(number: PersonalId): boolean;
}

/** What `apps/centre/src/city` opens at boot, after the lease: `openCity(record, configuration, clock): Promise<City>`. */
export interface City {
  readonly directory: Directory;
  readonly testNumbers: TestNumbers;
}

/** What `openHttp(parts)` in `apps/centre/src/http` receives, and what main.ts gets back. */
export type HttpParts<C extends City = City> = {
  readonly configuration: Configuration;
  readonly keys: InstanceKeys;
  readonly clock: Clock;
  readonly record: Record;
  readonly centre: Centre;
  readonly live: LiveBoard;
  readonly exchange: ExchangeStatus;
  readonly policyFile: PolicyFile;
  readonly city: C;
  /** Each agency's open screens: attach one per live connection so that dispatches count as delivered when shown. */
  readonly agencyScreens: WebScreens;
  readonly registry: Registry;
  readonly log: Logger;
};
export interface OpenHttp {
  /** Stops listening, says goodbye to live sockets, waits for requests in hand (at most 2 s). */
  close(): Promise<void>;
}
