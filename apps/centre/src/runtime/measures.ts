import { monitorEventLoopDelay } from "node:perf_hooks";
import { type CentreEvent, type CentreState, reportRoom } from "@siaga/core";
import type { TrunkHealth } from "@siaga/contracts/exchange-link";
import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { ExchangeStatus } from "../ports.ts";

/** What the runtime counts for `GET /metrics`. */
export interface Measures {
  turn(events: readonly CentreEvent[], record: "database" | "journal"): void;
  appended(seconds: number): void;
}

export function openMeasures(registry: Registry, state: () => CentreState, exchange: () => ExchangeStatus): Measures {
  collectDefaultMetrics({ register: registry, prefix: "siaga_" });
  const registers = [registry];
  const calls = new Counter({
    name: "siaga_calls_total",
    help: "Ended calls by outcome; test calls apart",
    labelNames: ["outcome", "test"],
    registers,
  });
  const arrived = new Counter({ name: "siaga_calls_arrived_total", help: "Calls admitted, tests included", registers });
  const events = new Counter({ name: "siaga_events_total", help: "Events decided and durable", registers });
  const append = new Histogram({
    name: "siaga_append_seconds",
    help: "One append to the record, fsync included",
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5],
    registers,
  });
  const journalling = new Gauge({ name: "siaga_journalling", help: "1 while the record is away", registers });
  gauge(registry, "siaga_calls_waiting", "Calls waiting for an operator", () => state().waiting.length);
  gauge(registry, "siaga_calls_alive", "Calls in the centre's state", () => state().calls.size);
  gauge(registry, "siaga_exchange_link_up", "1 while the exchange is led", () => (exchange().link() === "up" ? 1 : 0));
  watchLine(registry, state);
  watchTrunks(registry, exchange);
  watchEventLoop(registry);
  return {
    turn(those, record) {
      events.inc(those.length);
      journalling.set(record === "journal" ? 1 : 0);
      for (const event of those) {
        if (event.type === "call.admitted") arrived.inc();
        if (event.type === "call.ended") calls.inc({ outcome: event.outcome, test: String(event.test) });
      }
    },
    appended: (seconds) => append.observe(seconds),
  };
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  const told = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(value());
    },
  });
  registry.registerMetric(told);
}

/** How many wait in which lane, and whether that is because more call than the room can take. */
function watchLine(registry: Registry, state: () => CentreState): void {
  const waiting = new Gauge({
    name: "siaga_lane_waiting",
    help: "Calls waiting by lane; under first come, first served all are express",
    labelNames: ["lane"],
    registers: [],
    collect() {
      const { lanes } = reportRoom(state(), state().at);
      for (const lane of ["express", "claim", "waiting"] as const) this.set({ lane }, lanes[lane].waiting);
    },
  });
  registry.registerMetric(waiting);
  gauge(registry, "siaga_surge", "1 while more call than the room can take", () => (state().triage.surge ? 1 : 0));
  gauge(registry, "siaga_triage", "1 under triage, 0 first come, first served", () => (state().policy.triage ? 1 : 0));
  gauge(
    registry,
    "siaga_operators_idle",
    "Operators on shift who are free",
    () => reportRoom(state(), state().at).idle,
  );
}

/** Each trunk by name: is it up, are we registered there, what of it is taken. */
function watchTrunks(registry: Registry, exchange: () => ExchangeStatus): void {
  const trunks = (): readonly TrunkHealth[] => exchange().health()?.trunks ?? [];
  const told = (name: string, help: string, labels: readonly string[], tell: (gauge: Gauge) => void): void => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [],
      collect() {
        this.reset();
        tell(this);
      },
    });
    registry.registerMetric(gauge);
  };
  told("siaga_trunk_up", "1 while the trunk answers", ["trunk"], (gauge) => {
    for (const { trunk, state } of trunks()) if (state !== "unknown") gauge.set({ trunk }, state === "up" ? 1 : 0);
  });
  told("siaga_trunk_registered", "1 while our registration stands, of trunks that want one", ["trunk"], (gauge) => {
    for (const { trunk, registration } of trunks())
      if (registration !== null) gauge.set({ trunk }, registration.state === "registered" ? 1 : 0);
  });
  told("siaga_trunk_channels", "Channels of a trunk, taken and free for callers", ["trunk", "use"], (gauge) => {
    for (const { trunk, channels } of trunks())
      for (const use of ["used", "free"] as const) gauge.set({ trunk, use }, channels[use]);
  });
}

/** Longest stall of the event loop since the last scrape: a stalled centre stalls everybody. */
function watchEventLoop(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  gauge(registry, "siaga_event_loop_stall_seconds", "Longest event loop stall since the last scrape", () => {
    const longest = delay.max / 1e9;
    delay.reset();
    return longest;
  });
}
