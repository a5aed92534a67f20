import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usedBy } from "./processes.ts";

/** What is played: sipp's own `uac` scenario, `calls` times. */
export type Load = {
  readonly rate: number;
  /** ms a call stays up after its ACK. */
  readonly duration: number;
  readonly calls: number;
};

/** sipp's own counts at its end. */
export type SippCounts = {
  readonly created: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retransmissions: number;
  /** Calls begun in a second, until the last second in which calls began. */
  readonly rate: number;
  /** Mean ms from INVITE to 200. */
  readonly answeredAfter: number;
  /** Processor time (ms) of the generator itself. */
  readonly processorTime: number;
};

/** Plays the load to its end: INVITE, 200, ACK, `duration`, BYE. It sends no RTP. */
export async function playLoad(sipPort: number, { rate, duration, calls }: Load): Promise<SippCounts> {
  const folder = mkdtempSync(join(tmpdir(), "bench-sipp-"));
  const figures = join(folder, "figures.csv");
  const target = ["-sn", "uac", "-s", "112", "-i", "127.0.0.1", `127.0.0.1:${sipPort}`];
  // A call held for long without RTP is probed in its dialog: sipp leaves that unanswered and goes on.
  const calm = ["-default_behaviors", "all,-abortunexp"];
  const size = ["-r", `${rate}`, "-d", `${duration}`, "-m", `${calls}`, "-l", `${calls}`];
  const written = ["-trace_stat", "-stf", figures, "-fd", "1", "-nostdin", "-timeout", "240"];
  const child = spawn("sipp", [...target, ...calm, ...size, ...written], { cwd: folder, stdio: "ignore" });
  // Calls it was refused never end in its count: what it counted until here is told.
  const limit = setTimeout(() => child.kill("SIGTERM"), 300_000);
  let processorTime = 0;
  const watch = setInterval(() => (processorTime = Math.max(processorTime, usedBy(child.pid ?? 0))), 100);
  await once(child, "close");
  clearInterval(watch);
  clearTimeout(limit);
  const counts = countsIn(readFileSync(figures, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  return { ...counts, processorTime };
}

/** The figures file has one line a second; its last line is the whole run. */
function countsIn(figures: string): Omit<SippCounts, "processorTime"> {
  const [names = "", ...lines] = figures.trim().split("\n");
  const columns = names.split(";");
  const rows = lines.map((line) => new Map(line.split(";").map((value, at) => [columns[at] ?? "", value])));
  const count = (row: ReadonlyMap<string, string> | undefined, name: string): number => Number(row?.get(name) ?? 0);
  const last = rows.at(-1);
  const created = count(last, "TotalCallCreated");
  const whileCalling = rows.findLast((row) => count(row, "TotalCallCreated") < created) ?? last;
  const seconds = (instant(whileCalling, "CurrentTime") - instant(whileCalling, "StartTime")) / 1000;
  return {
    created,
    succeeded: count(last, "SuccessfulCall(C)"),
    failed: count(last, "FailedCall(C)"),
    retransmissions: count(last, "Retransmissions(C)"),
    rate: Math.round(count(whileCalling, "TotalCallCreated") / seconds),
    answeredAfter: milliseconds(last?.get("ResponseTime1(C)") ?? ""),
  };
}

/** `date⇥time⇥seconds since the epoch`, in ms. */
const instant = (row: ReadonlyMap<string, string> | undefined, name: string): number =>
  Number(row?.get(name)?.split("\t")[2] ?? 0) * 1000;

/** `hh:mm:ss:microseconds` in ms. */
function milliseconds(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0, micros = 0] = text.split(":").map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000 + micros / 1000);
}
