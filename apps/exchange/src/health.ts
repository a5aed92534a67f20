import type { ExchangeHealth } from "@siaga/contracts/exchange-link";
import type { MediaPlane } from "@siaga/media";
import type { SipEdge } from "@siaga/sip";
import type { Tell } from "./brain/brain.ts";
import type { Clock } from "./clock.ts";

export type HealthSources = {
  readonly sip: SipEdge;
  readonly media: MediaPlane;
  readonly clock: Clock;
  readonly calls: () => number;
  readonly desks: () => readonly string[];
  readonly freeChannels: () => number;
  readonly failOpen: () => boolean;
};

/** Says every second how the exchange stands; scans and trunks that go up or down become inputs. Returns the stopper. */
export function watchHealth(sources: HealthSources, say: (health: ExchangeHealth) => void, tell: Tell): () => void {
  const { sip, media, clock } = sources;
  let mediaStands = true;
  let scans = 0;
  const look = async (): Promise<void> => {
    const seen = sip.takeScans();
    scans += seen;
    if (seen > 0) tell({ type: "scan.counted", count: seen });
    const { legs, freePorts } = await media.statistics();
    // A media plane that stands has one or the other.
    mediaStands = legs > 0 || freePorts > 0;
  };
  const every = setInterval(() => {
    void look();
    say({
      kind: "health",
      at: clock(),
      trunks: sip.trunks().map(({ trunk, state }) => ({ trunk, state })),
      calls: sources.calls(),
      desks: sources.desks(),
      media: mediaStands ? "up" : "restarting",
      rtpPortsFree: sources.freeChannels(),
      scans,
      failOpen: sources.failOpen(),
    });
  }, 1_000);
  sip.onTrunkChange((trunk, state) =>
    tell({ type: state === "down" ? "alarm.noticed" : "alarm.ceased", alarm: "trunk-down", subject: trunk }),
  );
  return () => clearInterval(every);
}
