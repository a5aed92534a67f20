/**
 * Writes the rehearsed shifts in `histories/`: `node scripts/record-history.ts`. Everything in them is drawn from a
 * seed and from what the core decides, so a shift recorded again by the same core is the same shift. Afterwards sign their logs: `npm run replay -- --sign`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { emptyCentre, failOpenPolicy, normalPolicy, type Policy } from "@siaga/core";
import { clockwork, nextInput, noNames, opening, seededDraw, type Timed } from "@siaga/core/rehearsal";
import { historiesFolder } from "../scenarios/history.ts";

type Shift = {
  readonly name: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly inputs: number;
  /** Longest pause between two inputs, ms. */
  readonly pause: number;
  readonly staffed: boolean;
};

const city: Policy = { ...normalPolicy, fallback: [{ name: "tetangga", number: "+62254000000" }] };
const shifts: readonly Shift[] = [
  { name: "a-busy-day", seed: 112, policy: city, inputs: 1200, pause: 9000, staffed: true },
  { name: "a-flood-evening", seed: 1107, policy: city, inputs: 1500, pause: 700, staffed: true },
  { name: "a-night-without-a-centre", seed: 7, policy: failOpenPolicy(city), inputs: 800, pause: 4000, staffed: false },
];

/** 1 January 2026, 06:00 WIB. */
const begins = Date.UTC(2025, 11, 31, 23);

for (const shift of shifts) {
  const recorded = recordShift(shift);
  const lines = [JSON.stringify({ policy: shift.policy }), ...recorded.map((timed) => JSON.stringify(timed))];
  writeFileSync(join(historiesFolder, `${shift.name}.jsonl`), lines.join("\n") + "\n");
  process.stdout.write(`${shift.name}: ${recorded.length} inputs\n`);
}

function recordShift({ seed, policy, inputs, pause, staffed }: Shift): Timed[] {
  const recorded: Timed[] = [];
  const room = clockwork(emptyCentre(policy), (timed) => recorded.push(timed));
  const draw = seededDraw(seed);
  const names = noNames();
  let now = begins;
  if (staffed) for (const input of opening()) room.play(input, now);
  for (let n = 0; n < inputs; n += 1) room.play(nextInput(room.state, draw, names), (now += draw(pause)));
  return recorded;
}
