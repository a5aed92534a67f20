import { setTimeout as sleep } from "node:timers/promises";
import { type Health, health } from "@siaga/contracts/http";
import { memoryOf, parentOf, type Part, parts } from "../../bench/sip/processes.ts";
import type { Instance } from "../../scenarios/live/instance.ts";

/** One look at the whole: what calls hold, and MB of each part (shared pages divided; `own`: anonymous memory alone). */
export type Sample = {
  /** ms since the first. */ readonly at: number;
  readonly calls: number;
  readonly held: NonNullable<Health["exchange"]["held"]>;
  readonly pss: Readonly<Record<Part, number>>;
  readonly own: Readonly<Record<Part, number>>;
  readonly rss: Readonly<Record<Part, number>>;
};

export type Sampling = { readonly samples: readonly Sample[]; stop(): Promise<void> };

const sampleEvery = 10_000;

export async function look(instance: Instance, began: number): Promise<Sample> {
  const { exchange } = health.parse(await (await fetch(`${instance.console}/api/health`)).json());
  const memory = memoryOf(parentOf(instance.pidOf("exchange")));
  const of = (kind: keyof (typeof memory)[Part]) =>
    Object.fromEntries(parts.map((part) => [part, memory[part][kind]])) as Sample["pss"];
  if (exchange.held === null) throw new Error("the exchange has not said what it holds");
  return {
    at: performance.now() - began,
    calls: exchange.calls,
    held: exchange.held,
    pss: of("pss"),
    own: of("own"),
    rss: of("rss"),
  };
}

export function startSampling(instance: Instance): Sampling {
  const samples: Sample[] = [];
  const began = performance.now();
  let stopped = false;
  const sampling = (async () => {
    for (let next = began; !stopped; next += sampleEvery) {
      const sample = await look(instance, began).catch(() => null);
      if (sample !== null) samples.push(sample);
      if (sample !== null && samples.length % 6 === 1) print(sample);
      while (!stopped && performance.now() < next + sampleEvery) await sleep(200);
    }
  })();
  return {
    samples,
    async stop() {
      stopped = true;
      await sampling;
    },
  };
}

export function print({ at, calls, held, pss, own }: Sample): void {
  const counts = Object.entries(held).map(([name, count]) => `${name} ${count}`);
  const sizes = parts.map((part) => `${part} ${own[part].toFixed(0)}`);
  const cache = parts.reduce((sum, part) => sum + pss[part] - own[part], 0);
  console.log(
    `${(at / 60_000).toFixed(1).padStart(6)} min  calls ${calls}  ${counts.join("  ")}  |  MB ${sizes.join("  ")}  shared ${cache.toFixed(0)}`,
  );
}

/** Growth in MB an hour with its 95 % confidence interval, by least squares over the last half. */
export function growth(samples: readonly Sample[], part: Part): { readonly slope: number; readonly margin: number } {
  const half = samples.slice(Math.floor(samples.length / 2));
  const hours = half.map(({ at }) => at / 3_600_000);
  const sizes = half.map(({ own }) => own[part]);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(hours), mean(sizes)];
  const spread = hours.reduce((sum, hour) => sum + (hour - x) ** 2, 0);
  const slope = hours.reduce((sum, hour, at) => sum + (hour - x) * ((sizes[at] ?? 0) - y), 0) / spread;
  const rest = sizes.reduce((sum, size, at) => sum + (size - y - slope * ((hours[at] ?? 0) - x)) ** 2, 0);
  const margin = half.length > 2 ? 1.96 * Math.sqrt(rest / (half.length - 2) / spread) : Number.POSITIVE_INFINITY;
  return { slope, margin };
}
