import type { LineSetting } from "@siaga/contracts/exchange-link";
import type { Policy } from "@siaga/core";
import type { TrunkSetting } from "@siaga/sip";
import type { TriagePolicySetting } from "./triage-policy.ts";

/** What the exchange does for a trunk beside SIP. */
export type TrunkPlan = {
  /** Calls it carries at once, both ways; null: as many as there are RTP ports. */
  readonly channels: number | null;
  /** What we speak over it, best first; null: PCMA before PCMU, and the carrier's order in its own offers. */
  readonly codecs: readonly ("PCMA" | "PCMU")[] | null;
  /**
   * When a caller gets 200. `when-waiting`: when an operator answers, or a prompt must be heard. `on-operator`: only when an
   * operator answers; prompts are heard before, by 183, where the carrier lets them through. `at-once`: as soon as it rings.
   * Absent: `when-waiting`.
   */
  readonly answer?: "when-waiting" | "on-operator" | "at-once";
  /** Shown to those we call over it; absent: the number of the line. */
  readonly presentedNumber?: string;
};

/** One carrier. The password of its account is not enumerable: it is never printed. */
export type TrunkConfiguration = TrunkSetting & TrunkPlan;

/** Everything a process needs to start, resolved from defaults, the configuration file and the environment (which wins). */
export type Configuration = {
  /** `demo`: Kota Serang with staff and synthetic callers. `empty`: a city to be set up. */
  readonly city: "demo" | "empty";
  /** Absolute. Everything the instance keeps is inside. */
  readonly dataDir: string;
  readonly http: {
    readonly address: string;
    readonly port: number;
    readonly httpsPort: number;
    /** PEM files: configured ones, or those the local CA made inside the data folder. */
    readonly certificateFile: string;
    readonly keyFile: string;
    /** Set when the certificate is our own local CA's. */
    readonly localCaFile: string | null;
  };
  /** Where the exchange listens for desks (WebSocket): plain and TLS. */
  readonly deskPorts: { readonly http: number; readonly https: number };
  readonly sip: {
    readonly address: string;
    readonly port: number;
    readonly publicAddress: string | null;
    readonly country: string;
    /** Never empty: with none configured, the loopback interface. */
    readonly trunks: readonly TrunkConfiguration[];
    readonly trunksConfigured: boolean;
    /** Share (0–1) of every trunk and of the RTP ports that calls out leave to callers. */
    readonly incomingReserve: number;
    /** `address[:port]`; empty: the system's. */
    readonly nameServers: readonly string[];
  };
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly deskMediaPorts: { readonly first: number; readonly last: number };
  readonly mediaAddresses: readonly string[];
  /** STUN and TURN servers desks behind another network are given with their claim. */
  readonly iceServers: readonly IceServerSetting[];
  /** Absolute; holds the secret shared with the TURN servers: names and passwords are then made per desk and run out. */
  readonly turnSecretFile: string | null;
  readonly lines: readonly LineSetting[];
  readonly policy: Policy;
  /** Who is next when too many call, and the file (absolute) where a supervisor's change is kept. */
  readonly triage: TriagePolicySetting & { readonly file: string };
  /** Null: our own PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Unix socket path or `tcp://host:port` where the exchange listens for the centre. */
  readonly exchangeLink: string;
  /** Leads every key in the database. */
  readonly centreId: string;
  /** The house starts the centre again this long after it died (ms). */
  readonly restartAfter: number;
  /** The nightly backup: none while `to` (absolute) is null; `at` is minutes after midnight WIB. */
  readonly backup: { readonly to: string | null; readonly at: number; readonly keep: number };
  /** A disk with less room than the larger of both raises an alarm. */
  readonly disk: { readonly leastBytes: number; readonly leastShare: number };
  readonly logLevel: "debug" | "info" | "warn" | "error";
};

/** `credentialFile` (absolute) is read when a desk is claimed, so that a changed password needs no restart. */
export type IceServerSetting = {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly credentialFile: string | null;
};

/** Keys of this instance, 32 bytes each, made at first start in `<dataDir>/keys.json` (mode 0600). */
export type InstanceKeys = {
  /** Signs desk tokens (HMAC-SHA256). */
  readonly deskToken: Buffer;
  /** Wraps the per-record keys of personal rows; encrypts journals. */
  readonly personal: Buffer;
  /** HMAC of normalised numbers. */
  readonly lookup: Buffer;
  /** Proves the centre to the exchange on the link. */
  readonly link: Buffer;
};
