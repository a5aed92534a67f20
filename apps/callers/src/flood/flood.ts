/**
 * The simulator's population on a real telephone line: the same people, drawn from the same seed, dial by SIP, listen and
 * speak by RTP, know nothing of the centre but what they hear, and stop by themselves.
 */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { triageDefaults } from "@siaga/core";
import { spokenPrompts } from "@siaga/media";
import { openSip, type SipEdge } from "@siaga/sip";
import { arrivals, openNumbers, type Person, type Scenario, streamOf } from "@siaga/simulator";
import type { Line } from "./call.ts";
import { Evening, type FloodOptions } from "./evening.ts";
import type { Fate } from "./fate.ts";
import { knownPrompts } from "./hearing.ts";
import { live } from "./life.ts";

/** How a rehearsed flood went. */
export type Flooded = {
  readonly fates: readonly Fate[];
  readonly placed: number;
  /** Most calls at once. */
  readonly most: number;
  /** The count ran out before the time did. */
  readonly cutShort: boolean;
};

const frameMs = 20;
const folder = join(import.meta.dirname, "..", "..", "audio");
/** A voice that answers with words instead of a digit: its first seconds (8,000 bytes a second). */
const words = (): Uint8Array => readFileSync(join(folder, "kebakaran.al")).subarray(0, 12_000);

const isOurs = (address: string): boolean => isIP(address) !== 0 && /^(127\.|::1$)/.test(address);

/** Who will call, by the simulator's own draw. */
export const peopleOf = (scenario: Scenario, seed: number): readonly Person[] =>
  arrivals(scenario, seed, openNumbers(streamOf(seed, 11), scenario.poolLabelsPerDay, triageDefaults));

/** Plays the scenario to its end and hangs up whatever still stands. Rejects for an address that is not this machine's. */
export async function flood(options: FloodOptions): Promise<Flooded> {
  const { address, port, dialled, scenario, pace } = options;
  if (!isOurs(address)) throw new RangeError(`${address} is not an address of this machine: nobody else is dialled`);
  const edge = await openEdge(address, port);
  const listeners = new Set<() => void>();
  const clock = setInterval(() => {
    for (const listen of listeners) listen();
  }, frameMs);
  const prompts = knownPrompts(spokenPrompts("id"));
  const line: Line = { edge, trunk: "centre", dialled, prompts, words: words(), pace, listeners, farewells: new Set() };
  const end = (1000 * (scenario.warmUp + scenario.measured + scenario.drain)) / pace;
  const evening = new Evening(options, line);
  const lives = peopleOf(scenario, options.seed).map((person) => live(person, evening));
  await Promise.race([evening.over, pause(end, undefined, { ref: false })]);
  evening.stop();
  const fates = await Promise.all(lives);
  clearInterval(clock);
  await Promise.all(line.farewells);
  await edge.close();
  return { fates, placed: evening.placed, most: evening.most, cutShort: evening.cutShort };
}

const openEdge = (address: string, port: number): Promise<SipEdge> =>
  openSip({
    address,
    port: 0,
    trunks: [
      {
        name: "centre",
        addresses: [address],
        peer: `sip:${address}:${port}`,
        trustIdentity: true,
        pseudoNumbers: [],
        options: false,
      },
    ],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "siaga-callers",
    publicAddress: address,
  });
