/**
 * What G.711 legs cost: pairs of callers joined, with voice activity, keys and a stereo recording on every leg, over real UDP.
 * `npm run bench:media -- --json FILE`. The generator runs beside the media process on the same machine, about 50 s in all.
 * `-- --only desk-leg` compares WebRTC libraries for the desks instead (adr/0008), about six minutes;
 * `-- --only voice` measures the voice detector on a labelled set (adr/0009; needs espeak-ng), about a minute.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openMediaPlane, type RunningMediaPlane } from "@siaga/media";
import { RtpPeer } from "@siaga/media/instrument";
import { benchDeskLegs } from "./desk-leg/bench.ts";
import { measureVoice } from "./voice/bench.ts";

type Row = {
  readonly legs: number;
  /** % of one core, of the media process alone */ readonly cpu: number;
  /** ms */ readonly spacing: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly lost: number;
  readonly digits: number;
  readonly recordings: number;
  /** MB */ readonly memory: number;
};

const measured = 10_000;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Processor time of a process in ms: user and system, in clock ticks of 10 ms (proc(5)). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

async function openCaller(plane: RunningMediaPlane, number: number): Promise<RtpPeer> {
  const peer = await RtpPeer.open();
  const leg = `leg:${number}`;
  const opened = await plane.openTrunkLeg({ leg, offer: peer.describe(), address: "127.0.0.1", allowedSources: [] });
  if (!opened.ok) throw new Error(opened.sentence);
  peer.connect(opened.sdp);
  return peer;
}

async function measure(legs: number, folder: string): Promise<Row> {
  const plane = await openMediaPlane(planeOptions);
  const counted = { digits: 0, recordings: 0 };
  plane.on((event) => {
    if (event.type === "digit") counted.digits += 1;
    if (event.type === "recording-kept") counted.recordings += 1;
  });
  const peers = await Promise.all(Array.from({ length: legs }, (_, number) => openCaller(plane, number)));
  for (const [number, peer] of peers.entries()) {
    plane.join(`room:${number >> 1}`, `leg:${number}`, { hears: "all", heardBy: "all" });
    plane.startRecording(`leg:${number}`, join(folder, `${legs}-${number}.wav`));
    peer.sendTone(400 + number);
  }
  await pause(1500);
  for (const peer of peers) peer.heard.length = 0;
  const before = processorTime(plane.pid!);
  const from = performance.now();
  await Promise.all([pause(measured), ...peers.map((peer) => peer.press("5"))]);
  const cpu = ((processorTime(plane.pid!) - before) / (performance.now() - from)) * 100;
  const memory = residentMegabytes(plane.pid!);
  const gaps = peers
    .flatMap(({ heard }) => heard.slice(1).map(({ at }, index) => at - heard[index]!.at))
    .sort((a, b) => a - b);
  const lost = peers.reduce((total, { heard }) => total + missing(heard.map(({ packet }) => packet.sequence)), 0);
  for (let number = 0; number < legs; number += 1) plane.closeLeg(`leg:${number}`);
  for (let waited = 0; counted.recordings < legs && waited < 5000; waited += 50) await pause(50);
  await Promise.all(peers.map((peer) => peer.close()));
  await plane.close();
  const spacing = {
    p50: rounded(percentile(gaps, 0.5)),
    p99: rounded(percentile(gaps, 0.99)),
    max: rounded(gaps.at(-1) ?? 0),
  };
  return { legs, cpu: rounded(cpu), spacing, lost, ...counted, memory: Math.round(memory) };
}

const missing = (sequences: readonly number[]): number =>
  sequences
    .slice(1)
    .reduce(
      (total, sequence, at) =>
        total + (((sequence - sequences[at]! - 1) & 0xffff) < 0x8000 ? (sequence - sequences[at]! - 1) & 0xffff : 0),
      0,
    );

/** Short calls: how many legs a second can be opened and closed, and what one costs the media process. */
async function measureTurnover(): Promise<{ readonly perSecond: number; readonly cpuMs: number }> {
  const plane = await openMediaPlane(planeOptions);
  const peer = await RtpPeer.open();
  const offer = peer.describe();
  const before = processorTime(plane.pid!);
  const from = performance.now();
  const count = 4000;
  for (let number = 0; number < count; number += 20) {
    const names = Array.from({ length: 20 }, (_, at) => `short:${number + at}`);
    await Promise.all(names.map((leg) => plane.openTrunkLeg({ leg, offer, address: "127.0.0.1", allowedSources: [] })));
    for (const leg of names) plane.closeLeg(leg);
  }
  const perSecond = Math.round(count / ((performance.now() - from) / 1000));
  const cpuMs = Math.round(((processorTime(plane.pid!) - before) / count) * 1000) / 1000;
  await peer.close();
  await plane.close();
  return { perSecond, cpuMs };
}

const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });
function write(report: object): void {
  const about = { bench: "media", at: new Date().toISOString(), cores: cpus().length, node: process.version };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...about, ...report }, null, 2)}\n`);
}
if (values.only === "desk-leg") {
  write({ deskLegs: await benchDeskLegs() });
  process.exit();
}
if (values.only === "voice") {
  write({ voice: measureVoice() });
  process.exit();
}
const planeOptions = {
  rtpPorts: { first: 34_000, last: 34_999 },
  mediaAddresses: [],
  deskPorts: { first: 35_000, last: 35_099 },
  promptFolder: resolve(import.meta.dirname, "../../packages/media/prompts/id"),
};
const folder = mkdtempSync(join(tmpdir(), "bench-media-"));
const rows: Row[] = [];
for (const legs of [50, 100, 200]) rows.push(await measure(legs, folder));
const turnover = await measureTurnover();
rmSync(folder, { recursive: true });

console.table(
  rows.map(({ spacing, ...row }) => ({
    ...row,
    "spacing p50 ms": spacing.p50,
    "p99 ms": spacing.p99,
    "max ms": spacing.max,
  })),
);
console.log(`Legs opened and closed: ${turnover.perSecond}/s, ${turnover.cpuMs} ms of processor each (media process).`);
write({ rows, turnover });
