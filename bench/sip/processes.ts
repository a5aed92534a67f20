import { readdirSync, readFileSync } from "node:fs";

/** One part of the centre: its processes are counted together, e.g. every process of the database. */
export type Part = "house" | "exchange" | "media" | "centre" | "postgres";
export const parts: readonly Part[] = ["exchange", "media", "centre", "postgres", "house"];

/** Processor time (ms, user and system) by part. */
export type ProcessorTime = Readonly<Record<Part, number>>;

/**
 * Memory by part, in MB: resident; with shared pages divided among who shares them (Pss); and of that what is nobody else's:
 * anonymous (proc(5), Pss_Anon), so neither programs nor the database's cache, which fills up to `shared_buffers` and stays.
 */
export type Memory = Readonly<Record<Part, { readonly rss: number; readonly pss: number; readonly own: number }>>;

type Process = { readonly pid: number; readonly part: Part };

/** Every process of the instance whose house is `house`, by what it runs. */
export function processesOf(house: number): readonly Process[] {
  const children = childrenByParent();
  const found: Process[] = [];
  const visit = (pid: number): void => {
    found.push({ pid, part: partOf(pid) });
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(house);
  return found;
}

/** What the instance used so far. Ended processes are in the time of the parent that waited for them. */
export function processorTimeOf(house: number): ProcessorTime {
  const time = zeros(() => 0);
  for (const { pid, part } of processesOf(house)) time[part] += usedBy(pid);
  return time;
}

export function memoryOf(house: number): Memory {
  const memory = zeros(() => ({ rss: 0, pss: 0, own: 0 }));
  for (const { pid, part } of processesOf(house)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    memory[part].rss += megabytes(rollup, "Rss");
    memory[part].pss += megabytes(rollup, "Pss");
    memory[part].own += megabytes(rollup, "Pss_Anon");
  }
  return memory;
}

/** Parent of a process. */
export const parentOf = (pid: number): number => Number(statOf(pid)[1]);

const zeros = <T>(zero: () => T): Record<Part, T> => ({
  house: zero(),
  exchange: zero(),
  media: zero(),
  centre: zero(),
  postgres: zero(),
});

function partOf(pid: number): Part {
  const line = read(`/proc/${pid}/cmdline`);
  if (line.includes("/packages/media/")) return "media";
  if (line.includes("/apps/exchange/")) return "exchange";
  if (line.includes("/apps/centre/")) return "centre";
  return line.includes("postgres") ? "postgres" : "house";
}

/** Clock ticks of 10 ms (proc(5)): user, system, and those of ended children. */
export function usedBy(pid: number): number {
  const fields = statOf(pid);
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * 10;
}

/** The fields of stat(5) after the command's name, which may hold spaces. */
const statOf = (pid: number): readonly string[] => (read(`/proc/${pid}/stat`).split(") ")[1] ?? "").split(" ");

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

const megabytes = (rollup: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0) / 1024;

/** Empty when the process has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
