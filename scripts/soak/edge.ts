/** Real SIP and RTP callers of every manner at automatic desks; then the edge must be as if nobody had called. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parts } from "../../bench/sip/processes.ts";
import { openRoom, type Room } from "../../bench/sip/room.ts";
import { chainIntact, type Ledger, ledgerOf } from "../../scenarios/live/evidence.ts";
import { type Instance, startInstance } from "../../scenarios/live/instance.ts";
import { type Counted, playBehaviours } from "./callers.ts";
import type { Check, SoakSize } from "./check.ts";
import { growth, look, print, type Sample, startSampling } from "./samples.ts";

const seats = [
  ["ani", "meja-1"],
  ["budi", "meja-2"],
  ["eka", "meja-3"],
] as const;
/** Beyond the ports sipp sends its sound from: it counts up from 8,192, two a call. */
const ports = "28000-29999";
/** Growth below this (MB an hour) cannot be told from the heap's own breathing in an hour. */
const flat = 6;
/** Shorter than this (minutes) the heaps are still warming up: growth is printed, not judged. */
const longEnough = 30;
/** Transactions live 32 s after the last message (RFC 3261 timers H, J), recordings are brought to disk. */
const restLimit = 120_000;

export async function soakEdge(size: SoakSize): Promise<readonly Check[]> {
  const folder = mkdtempSync(join(tmpdir(), "soak-policy-"));
  const env = { SIAGA_RTP_PORTS: ports, SIAGA_TRIAGE_POLICY: firstComeIn(folder) };
  const instance = await startInstance({ env });
  const room = await openRoom(instance.console, seats);
  try {
    await sleep(3_000);
    const before = await look(instance, performance.now());
    print(before);
    const sampling = startSampling(instance);
    const manners = alternate(room);
    const counted = await playBehaviours(instance.sipPort, size);
    manners.stop();
    await sampling.stop();
    // A caller who is gone without a word is let go by the person at the desk.
    for (const [, desk] of seats) room.hangUp(desk);
    const after = await atRest(instance, before);
    print(after);
    const ledger = await ledgerOf(instance);
    return [
      ...callersFared(counted, room),
      ...nothingLeft(before, after),
      ...reconciles(ledger, counted),
      [
        "the log's chain is intact",
        await chainIntact(instance).then(
          () => true,
          () => false,
        ),
      ],
      ...memoryFlat(sampling.samples, size),
    ];
  } finally {
    room.close();
    await instance.stop();
    rmSync(folder, { recursive: true });
  }
}

/** These callers press nothing and are labelled silent: put in lanes, thirty of an hour's 3,600 would meet a desk. */
function firstComeIn(folder: string): string {
  const file = join(folder, "triage-policy.json");
  writeFileSync(file, JSON.stringify({ order: "first-come", parameters: {} }));
  return file;
}

/** A minute in which desks hang up, a minute in which callers do. */
function alternate(room: Room): { stop(): void } {
  let answering = false;
  const change = (): void => {
    answering = !answering;
    room.manner(answering ? "answering" : "staying");
  };
  change();
  const turn = setInterval(change, 60_000);
  return { stop: () => clearInterval(turn) };
}

async function atRest(instance: Instance, before: Sample): Promise<Sample> {
  for (const began = performance.now(); ; await sleep(1_000)) {
    const sample = await look(instance, began);
    const left = nothingLeft(before, sample).some(([, holds]) => !holds);
    if (!left || performance.now() - began > restLimit) return sample;
  }
}

const callersFared = (counted: readonly Counted[], room: Room): readonly Check[] => [
  ...counted.map(({ name, created, failed, last }): Check => {
    if (failed > 0) console.log(last);
    return [
      `callers' manner "${name}" went as it should`,
      created > 0 && failed === 0,
      `${created} calls, ${failed} failed`,
    ];
  }),
  ["desks heard the callers", room.count("hears") > 0, `${room.count("hears")} of ${room.count("pressed")} answered`],
];

const nothingLeft = (before: Sample, after: Sample): readonly Check[] => [
  ["the exchange holds no call", after.calls === 0, `${after.calls}`],
  ...(Object.keys(before.held) as (keyof Sample["held"])[]).map((name): Check => [
    `${name} are back at rest`,
    after.held[name] === before.held[name],
    `${before.held[name]} before, ${after.held[name]} after`,
  ]),
];

function reconciles({ incoming, open, outcomes }: Ledger, counted: readonly Counted[]): readonly Check[] {
  const placed = counted.reduce((sum, { created }) => sum + created, 0);
  const settled = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return [
    ["every call that was placed is in the ledger", incoming === placed, `${placed} placed, ${incoming} in the ledger`],
    ["every call has exactly one outcome", settled === incoming && open === 0, JSON.stringify(outcomes)],
  ];
}

const memoryFlat = (samples: readonly Sample[], { minutes }: SoakSize): readonly Check[] =>
  parts.map((part) => {
    const { slope, margin } = growth(samples, part);
    const found = `${slope.toFixed(1)} ± ${margin.toFixed(1)} MB an hour, ${samples.at(-1)?.rss[part].toFixed(0)} MB resident`;
    const judged = minutes >= longEnough;
    return [
      `memory of the ${part} is flat`,
      !judged || slope - margin < flat,
      judged ? found : `${found} (too short to judge)`,
    ];
  });
