/**
 * What G.711 calls cost, over real UDP: a call is two callers who hear one another; `full` adds a stereo recording and keys
 * (voice activity is always on). `npm run bench:media -- --json FILE`. The callers are a process of their
 * own (`generator-process.ts`, the same cheap sockets) and counted apart; when a packet of ours came is what the kernel noted,
 * not when they looked. About two minutes in all, on a machine that does nothing else.
 * `-- --only calls|three-way|waiting|turnover` measures one of them; `-- --only peer` puts rtpengine beside ours, where it is
 * installed; `-- --only desk-leg` compares WebRTC libraries for the
 * desks (adr/0008), a quarter of an hour; `-- --only voice` measures the voice detector on a labelled set, and answers spoken
 * over a question's echo (adr/0009; needs espeak-ng and sox), six minutes of processor.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openMediaPlane } from "@siaga/media";
import { benchDeskLegs } from "./desk-leg/bench.ts";
import { offerOf } from "./generator.ts";
import { processorTime, rounded } from "./measure.ts";
import { hasPeer, measurePeer } from "./peer.ts";
import { type Case, measureRooms, measureWaiting, type Row } from "./rooms.ts";
import { measureVoice } from "./voice/bench.ts";

const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });
const options = {
  rtpPorts: { first: 34_000, last: 34_999 },
  mediaAddresses: [],
  deskPorts: { first: 35_000, last: 35_099 },
  promptFolder: resolve(import.meta.dirname, "../../packages/media/prompts/id"),
};

const calls: readonly Case[] = [
  ...[100, 200].map((rooms) => ({ name: "relay", rooms, members: 2, full: false })),
  ...[50, 100, 200].map((rooms) => ({ name: "full", rooms, members: 2, full: true })),
];
const threeWay: readonly Case[] = [{ name: "three-way", rooms: 50, members: 3, full: true }];

async function benchRooms(cases: readonly Case[]): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-media-"));
  const rows: Row[] = [];
  for (const one of cases) rows.push(await measureRooms(options, folder, one));
  rmSync(folder, { recursive: true });
  printRows(rows);
  return rows;
}

function printRows(rows: readonly Row[]): void {
  console.table(
    rows.map(({ spacing, cpuPerRoom, ...row }) => ({
      ...row,
      "cpu % per room": cpuPerRoom,
      "spacing p50 ms": spacing.p50,
      "p99 ms": spacing.p99,
      "p99.9 ms": spacing.p999,
      "max ms": spacing.max,
    })),
  );
}

async function benchWaiting(): Promise<number> {
  const kilobytes = await measureWaiting(options);
  console.log(`A call that waits with a prompt: ${kilobytes} kB.`);
  return kilobytes;
}

/** Ours and rtpengine in turn: what is left of a difference between machines is the ratio. */
async function benchPeer(): Promise<readonly Row[]> {
  if (!hasPeer()) throw new Error("rtpengine is missing: apt-get install --no-install-recommends rtpengine-daemon");
  const folder = mkdtempSync(join(tmpdir(), "bench-peer-"));
  const rows: Row[] = [];
  for (const one of calls.filter(({ rooms }) => rooms > 50))
    rows.push(await measureRooms(options, folder, one), await measurePeer(folder, one));
  rmSync(folder, { recursive: true });
  printRows(rows);
  for (let at = 0; at < rows.length; at += 2) {
    const [ours, peer] = [rows[at]!, rows[at + 1]!];
    console.log(`${ours.case}, ${ours.rooms} rooms: ${rounded(ours.cpu / peer.cpu, 2)} of rtpengine's processor time.`);
  }
  return rows;
}

/** Short calls: how many legs a second can be opened and closed, and what one costs the media process. */
async function benchTurnover(): Promise<{ readonly perSecond: number; readonly cpuMs: number }> {
  const plane = await openMediaPlane(options);
  const offer = offerOf(9);
  const before = processorTime(plane.pid!);
  const from = performance.now();
  const count = 4000;
  for (let number = 0; number < count; number += 20) {
    const names = Array.from({ length: 20 }, (_, at) => `short:${number + at}`);
    await Promise.all(names.map((leg) => plane.openTrunkLeg({ leg, offer, address: "127.0.0.1", allowedSources: [] })));
    for (const leg of names) plane.closeLeg(leg);
  }
  const perSecond = Math.round(count / ((performance.now() - from) / 1000));
  const cpuMs = rounded((processorTime(plane.pid!) - before) / count, 3);
  await plane.close();
  console.log(`Legs opened and closed: ${perSecond}/s, ${cpuMs} ms of processor each (media process).`);
  return { perSecond, cpuMs };
}

const parts: Readonly<Record<string, () => unknown>> = {
  calls: () => benchRooms(calls),
  "three-way": () => benchRooms(threeWay),
  peer: benchPeer,
  waiting: benchWaiting,
  turnover: benchTurnover,
  "desk-leg": benchDeskLegs,
  voice: measureVoice,
};
/** Those that need minutes of their own or other programs are asked for by name. */
const usual = ["calls", "three-way", "waiting", "turnover"];

const wanted = values.only === undefined ? usual : [values.only];
const report: Record<string, unknown> = {
  bench: "media",
  at: new Date().toISOString(),
  cores: cpus().length,
  node: process.version,
  load: loadavg().map((one) => rounded(one, 2)),
};
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) throw new Error(`--only takes one of: ${Object.keys(parts).join(", ")}`);
  report[name] = await part();
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit();
