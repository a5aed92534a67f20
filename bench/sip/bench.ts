/**
 * What a call costs on its whole durable way: SIP → exchange → centre → PostgreSQL (fsync on) → queue → desk.
 * `npm run bench:sip -- --json FILE`; `--only signalling` measures the SIP edge alone. The callers (sipp) and three automatic desks run beside it on the same machine.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startInstance, type Instance } from "../../scenarios/live/instance.ts";
import { gentleCalls } from "./gentle.ts";
import { type Load, playLoad } from "./load.ts";
import { type Memory, memoryOf, parentOf, parts, processorTimeOf, usedBy } from "./processes.ts";
import { openRoom, type Room } from "./room.ts";
import { measureSignalling } from "./signalling.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    rate: { type: "string" },
    calls: { type: "string" },
    gentle: { type: "string", default: "60" },
    "load-only": { type: "boolean", default: false },
  },
});
const load: Load = { rate: Number(values.rate ?? 400), duration: 300, calls: Number(values.calls ?? 4_000) };
/** At once up and down again: only signalling. */
const fast: Load = { rate: Number(values.rate ?? 2_000), duration: 0, calls: Number(values.calls ?? 20_000) };
const seats = [
  ["ani", "meja-1"],
  ["budi", "meja-2"],
  ["eka", "meja-3"],
] as const;
const targets = {
  callsPerSecond: 400,
  signallingPerSecond: 2_000,
  processorMsPerCall: 1.5,
  invitedToRingingP99: 100,
  pressedToAudioP99: 300,
};
const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

type Ledger = { readonly incoming: number; readonly outcomes: Readonly<Record<string, number>>; readonly open: number };
const settled = ({ outcomes }: Ledger): number => Object.values(outcomes).reduce((sum, count) => sum + count, 0);
const ledgerOf = async (instance: Instance): Promise<Ledger> =>
  JSON.parse(await instance.siaga("ledger", "--json")) as Ledger;

/** Waits until every call has its outcome; what is still open after 40 s stays so. */
async function settledLedger(instance: Instance): Promise<Ledger> {
  for (let tries = 0; ; tries++) {
    const ledger = await ledgerOf(instance);
    if (ledger.open === 0 || tries === 40) return ledger;
    await pause(1_000);
  }
}

async function measureLoad(instance: Instance, house: number, room: Room) {
  const earlier = await settledLedger(instance);
  room.manner("answering");
  const [before, desksBefore] = [processorTimeOf(house), usedBy(room.pid)];
  const sipp = await playLoad(instance.sipPort, load);
  // What the call left to do (recordings, projections) belongs to its cost.
  await pause(3_000);
  const [after, desksAfter] = [processorTimeOf(house), usedBy(room.pid)];
  const ledger = await settledLedger(instance);
  const perCall = (ms: number): number => rounded(ms / load.calls, 3);
  const perPart = parts.map((part) => [part, perCall(after[part] - before[part])] as const);
  const total = parts.reduce((sum, part) => sum + after[part] - before[part], 0);
  const incoming = ledger.incoming - earlier.incoming;
  return {
    ...load,
    sipp: { ...sipp, processorMsPerCall: perCall(sipp.processorTime) },
    processorMsPerCall: { ...Object.fromEntries(perPart), total: perCall(total) },
    desksProcessorMsPerCall: perCall(desksAfter - desksBefore),
    ledger: { incoming, open: ledger.open, outcomes: ledger.outcomes, settled: settled(ledger) - settled(earlier) },
    reconciles: ledger.incoming === settled(ledger) + ledger.open,
    lost: load.calls - Math.min(sipp.succeeded, incoming - ledger.open),
  };
}

const percentiles = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN, 1);
  return { calls: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
};

/** Three calls talk and 97 wait while memory is read. */
async function memoryUnderCalls(instance: Instance, house: number): Promise<Memory> {
  const playing = playLoad(instance.sipPort, { rate: 50, duration: 8_000, calls: 100 });
  await pause(6_000);
  const memory = memoryOf(house);
  await playing;
  return memory;
}

const inMegabytes = (memory: Memory) => {
  const rows = parts.map(
    (part) => [part, { rss: Math.round(memory[part].rss), pss: Math.round(memory[part].pss) }] as const,
  );
  const sum = (kind: "rss" | "pss"): number => rows.reduce((total, [, each]) => total + each[kind], 0);
  return { ...Object.fromEntries(rows), total: { rss: sum("rss"), pss: sum("pss") } };
};

async function measure() {
  const began = loadavg();
  const first = await startInstance({ keepData: true });
  const instance = values["load-only"] ? first : await first.restart();
  const house = parentOf(instance.pidOf("centre"));
  const room = await openRoom(instance.console, seats);
  try {
    const startUp = { first: Math.round(first.startedIn), second: Math.round(instance.startedIn) };
    if (values["load-only"]) return { startUp, load: await measureLoad(instance, house, room) };
    const rest = inMegabytes(memoryOf(house));
    const gentle = await gentleCalls(instance.sipPort, room, Number(values.gentle));
    room.manner("staying");
    const with100Calls = inMegabytes(await memoryUnderCalls(instance, house));
    return {
      startUp,
      memory: { rest, with100Calls },
      invitedToRinging: percentiles(gentle.invitedToRinging),
      pressedToAudio: percentiles(gentle.pressedToAudio),
      gentleFailed: gentle.failed,
      load: await measureLoad(instance, house, room),
      memoryAfterLoad: inMegabytes(memoryOf(house)),
      chain: (await instance.siaga("audit", "verify")).trim(),
      loadAverage: { began, ended: loadavg() },
    };
  } finally {
    room.close();
    await instance.stop();
    const said = instance
      .said()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    if (said.length > 0)
      console.error(`the processes said ${said.length} things, e.g.\n${said.slice(0, 5).join("\n")}`);
  }
}

const result =
  values.only === "signalling"
    ? { signalling: await measureSignalling(fast) }
    : { ...(await measure()), signalling: await measureSignalling(fast) };
console.dir(result, { depth: 5 });
if (values.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length };
  const report = { bench: "sip", at: new Date().toISOString(), machine, targets, ...result };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exit();
