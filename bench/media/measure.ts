import { readFileSync } from "node:fs";

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Processor time of a process in ms: user and system, in clock ticks of 10 ms (proc(5)). */
export function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** kB resident. */
export const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** kB the kernel holds for all sockets of the machine that have datagrams in them (sockstat(5), pages of 4 kB). */
export const inSockets = (): number =>
  4 * Number(/^UDP: inuse \d+ mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"))?.[1]);

/** ms between one packet of a leg and the next, as the listener sees them. */
export type Spacing = { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number };

/** From the times the packets of each leg came. */
export function spacingOf(legs: readonly (readonly number[])[]): Spacing {
  const gaps = legs.flatMap((came) => came.slice(1).map((at, index) => at - came[index]!)).toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(gaps[Math.floor((gaps.length - 1) * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** Packets missing among those heard, by the numbers of each leg's. */
export function lostIn(legs: readonly (readonly number[])[]): number {
  let lost = 0;
  for (const sequences of legs)
    for (let at = 1; at < sequences.length; at += 1) {
      const step = (sequences[at]! - sequences[at - 1]!) & 0xffff;
      if (step > 1 && step < 0x8000) lost += step - 1;
    }
  return lost;
}
