import type { ExchangeHealth, HeldParts } from "@siaga/contracts/exchange-link";
import type { MediaPlane, MediaStatistics } from "@siaga/media";
import type { SipEdge } from "@siaga/sip";
import type { Tell } from "./brain/brain.ts";
import type { Logger } from "pino";
import type { Channels } from "./calls/channels.ts";
import type { Clock } from "./clock.ts";

export type HealthSources = {
  readonly sip: SipEdge;
  readonly media: MediaPlane;
  readonly clock: Clock;
  readonly calls: () => number;
  readonly desks: () => readonly string[];
  readonly channels: Channels;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly failOpen: () => boolean;
};

const nothing: MediaStatistics = { legs: 0, rooms: 0, freePorts: 1, recordings: 0, perLeg: {} };

/** Says every second how the exchange stands; scans and trunks that go up or down become inputs. Returns the stopper. */
export function watchHealth(sources: HealthSources, say: (health: ExchangeHealth) => void, tell: Tell): () => void {
  const { sip, clock, channels } = sources;
  let media = nothing;
  let scans = 0;
  const look = async (): Promise<void> => {
    const seen = sip.takeScans();
    scans += seen;
    if (seen > 0) tell({ type: "scan.counted", count: seen });
    media = await sources.media.statistics();
  };
  const every = setInterval(() => {
    void look();
    say({
      kind: "health",
      at: clock(),
      trunks: trunkHealth(sip, channels),
      calls: sources.calls(),
      desks: sources.desks(),
      // A media plane that stands has one or the other.
      media: media.legs > 0 || media.freePorts > 0 ? "up" : "restarting",
      rtpPortsFree: channels.free(),
      scans,
      failOpen: sources.failOpen(),
      held: heldParts(media, sip),
      heard: heardSoFar(media),
    });
  }, 1_000);
  sip.onTrunkChange((trunk, state) => {
    const registration = sip.trunks().find((one) => one.trunk === trunk)?.registration;
    sources.log[state === "down" ? "warn" : "info"]({ trunk, registration }, `trunk ${state}`);
    tell({ type: state === "down" ? "alarm.noticed" : "alarm.ceased", alarm: "trunk-down", subject: trunk });
  });
  return () => clearInterval(every);
}

/** What leaves the exchange about a trunk: no address, no account. */
function trunkHealth(sip: SipEdge, channels: Channels): ExchangeHealth["trunks"] {
  const taken = new Map(channels.standing().map((one) => [one.trunk, one]));
  return sip.trunks().map(({ trunk, state, registration }) => ({
    trunk,
    state,
    registration: registration === null ? null : { state: registration.state, code: registration.code },
    channels: { used: taken.get(trunk)?.used ?? 0, free: taken.get(trunk)?.free ?? channels.free() },
  }));
}

const heldParts = ({ legs, rooms, recordings, freePorts }: MediaStatistics, sip: SipEdge): HeldParts => ({
  legs,
  rooms,
  recordings,
  freePorts,
  ...sip.counts(),
});

/** A desk's leg has no quality of its own: what counts is the caller's line. */
function heardSoFar({
  perLeg,
}: MediaStatistics): Record<string, NonNullable<MediaStatistics["perLeg"][string]["quality"]>> {
  const heard: ReturnType<typeof heardSoFar> = {};
  for (const [leg, { quality }] of Object.entries(perLeg)) if (quality !== null) heard[leg] = quality;
  return heard;
}
