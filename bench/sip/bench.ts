/**
 * What a call costs on its whole durable way: SIP → exchange → centre → PostgreSQL (fsync on) → queue → desk.
 * `npm run bench:sip -- --json FILE`; `--only signalling` measures the SIP edge alone, `--order triage|first-come` one row of
 * the load. The callers (sipp) and three automatic desks run beside it on the same machine.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
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
    order: { type: "string", default: "triage,first-come" },
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
  room.manner("answering");
  // The first calls compile the code: they are a cost of the morning, not of a call.
  await playLoad(instance.sipPort, { ...load, calls: Math.min(load.rate, load.calls) });
  const earlier = await settledLedger(instance);
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

/** As shipped; or every call in the order it came, asked nothing. */
type Order = "triage" | "first-come";
const orders = values.order.split(",") as readonly Order[];

type Measured = { readonly instance: Instance; readonly house: number; readonly room: Room };

/** A centre of its own, ended afterwards whatever happens; what its processes said is told. */
async function inCentre<T>(order: Order, again: boolean, measured: (centre: Measured) => Promise<T>) {
  const folder = mkdtempSync(join(tmpdir(), "bench-policy-"));
  const policy = join(folder, "triage-policy.json");
  writeFileSync(policy, JSON.stringify({ order, parameters: {} }));
  const first = await startInstance({ keepData: again, env: { SIAGA_TRIAGE_POLICY: policy } });
  const instance = again ? await first.restart() : first;
  const startUp = { first: Math.round(first.startedIn), ...(again && { second: Math.round(instance.startedIn) }) };
  const room = await openRoom(instance.console, seats);
  try {
    return { startUp, ...(await measured({ instance, house: parentOf(instance.pidOf("centre")), room })) };
  } finally {
    room.close();
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
    tellWhatWasSaid(instance);
  }
}

function tellWhatWasSaid(instance: Instance): void {
  const said = instance
    .said()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  if (said.length > 0) console.error(`the processes said ${said.length} things, e.g.\n${said.slice(0, 5).join("\n")}`);
}

/** The load alone, on a centre with nothing before it. */
const loadUnder = (order: Order) =>
  inCentre(order, false, async ({ instance, house, room }) => ({ load: await measureLoad(instance, house, room) }));

/** Memory and single calls as shipped, and the load behind them. */
const whole = () =>
  inCentre("triage", true, async ({ instance, house, room }) => {
    const rest = inMegabytes(memoryOf(house));
    const gentle = await gentleCalls(instance.sipPort, room, Number(values.gentle));
    room.manner("staying");
    const with100Calls = inMegabytes(await memoryUnderCalls(instance, house));
    return {
      memory: { rest, with100Calls },
      invitedToRinging: percentiles(gentle.invitedToRinging),
      pressedToAudio: percentiles(gentle.pressedToAudio),
      gentleFailed: gentle.failed,
      load: await measureLoad(instance, house, room),
      memoryAfterLoad: inMegabytes(memoryOf(house)),
      chain: (await instance.siaga("audit", "verify")).trim(),
    };
  });

async function measure() {
  const began = loadavg();
  const triage = !orders.includes("triage") ? null : values["load-only"] ? await loadUnder("triage") : await whole();
  const firstCome = orders.includes("first-come") ? await loadUnder("first-come") : null;
  return { ...triage, loadFirstCome: firstCome?.load, loadAverage: { began, ended: loadavg() } };
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
