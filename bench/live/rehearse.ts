/** One evening on a whole centre: real SIP and RTP, three people at desks, callers who know only what they hear. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flood, type Flooded, numberOf, peopleOf } from "@siaga/callers/flood";
import { type ChallengeResponse, triageDefaults, type TriageParameters } from "@siaga/core";
import { labelled, openNumbers, policyRows, type Scenario, streamOf } from "@siaga/simulator";
import { type Ledger, ledgerOf, reconciled } from "../../scenarios/live/evidence.ts";
import { type Instance, startInstance } from "../../scenarios/live/instance.ts";
import { openLog } from "../../scenarios/live/peers/log-reader.ts";
import { openDeskRoom } from "./desk-room.ts";
import type { FromDesks } from "./desk-words.ts";
import { type Past, writePasts } from "./pasts.ts";

/** How the centre orders those who wait. */
export type Order = "triage" | "first-come";

export type Rehearsal = {
  readonly scenario: Scenario;
  readonly seed: number;
  /** How many times faster than life. */
  readonly pace: number;
  readonly order: Order;
  /** The policy as it runs here, already hastened. */
  readonly triage: TriageParameters;
  /** Calls placed at most. */
  readonly atMost: number;
};

/** What an evening left behind. */
export type Rehearsed = {
  readonly flooded: Flooded;
  /** This evening's calls alone. */
  readonly ledger: Ledger;
  /** By whom calls were ended, from the log. */
  readonly endedBy: Readonly<Record<string, number>>;
  /** What came of the questions, from the log. */
  readonly answers: Readonly<Record<ChallengeResponse, number>>;
  readonly desks: readonly FromDesks[];
  readonly chainIntact: boolean;
  /** What the processes said that was worth a warning. */
  readonly said: string;
};

/** More labels of one number tell nothing new: its risk is at its highest. */
const mostLabels = 6;

/** Plays one evening from an empty record to a reconciled ledger. */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-flood-"));
  const earlier = await writePasts(dataDir, pastsOf(rehearsal));
  const instance = await startInstance({ dataDir, env: settled(dataDir, rehearsal) });
  const manner = { pickUp: (1000 * rehearsal.scenario.pickUp) / rehearsal.pace, seed: rehearsal.seed, labelled };
  const room = await openDeskRoom(instance.console, { ...manner, parks: parksOf(rehearsal) });
  try {
    const flooded = await flood({ address: "127.0.0.1", port: instance.sipPort, dialled: "112", ...rehearsal });
    return { flooded, desks: room.words, ...(await evidence(instance, earlier, flooded.placed)) };
  } finally {
    await room.close();
    await instance.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const parksOf = ({ pace }: Rehearsal) => {
  const { parks } = policyRows.triage;
  return { ...parks, after: parks.after / pace };
};

/** What the centre knows beforehand of those who will call, as the simulation knows it. */
function pastsOf({ scenario, seed }: Rehearsal): readonly Past[] {
  const known = openNumbers(streamOf(seed, 11), scenario.poolLabelsPerDay, triageDefaults);
  const names = new Set(peopleOf(scenario, seed).flatMap(({ number }) => number ?? []));
  return [...names].flatMap((name) => {
    const { nuisance, genuine } = known.history(name, 0);
    const labels = (amount: number): number => Math.min(mostLabels, Math.round(amount));
    const past = { number: numberOf(name) ?? "", nuisance: labels(nuisance), genuine: labels(genuine) };
    return past.nuisance + past.genuine > 0 ? [past] : [];
  });
}

/** Settings under which nobody but the three desks answers, as in the simulation. Lines are not recorded: nothing is said of it. */
function settled(dataDir: string, { order, triage, pace, scenario }: Rehearsal): Readonly<Record<string, string>> {
  const folder = join(dataDir, "rehearsal");
  mkdirSync(folder, { recursive: true });
  const configuration = {
    sip: { trunks: [{ name: "carrier", addresses: ["127.0.0.1"], channels: scenario.channels }] },
    lines: [{ line: "112", dialled: ["112"], name: "112 Darurat", recorded: false }],
    policy: { offerLapse: 3_600_000, answerLimit: 3_600_000, ringingLimit: Math.round(4_000 / pace) },
  };
  writeFileSync(join(folder, "siaga.json"), JSON.stringify(configuration));
  const policy = join(folder, "triage-policy.json");
  writeFileSync(policy, JSON.stringify({ order, parameters: triage }));
  return { SIAGA_CONFIG: join(folder, "siaga.json"), SIAGA_TRIAGE_POLICY: policy };
}

async function evidence(instance: Instance, earlier: number, placed: number) {
  const whole = await reconciled(instance, earlier + placed).catch(() => ledgerOf(instance));
  const answered = (whole.outcomes["answered"] ?? 0) - earlier;
  const ledger = { ...whole, incoming: whole.incoming - earlier, outcomes: { ...whole.outcomes, answered } };
  const verified = await instance.siaga("audit", "verify").catch((error: Error) => error.message);
  return {
    ledger,
    ...(await told(instance, earlier)),
    chainIntact: /chain intact/.test(verified),
    said: instance.said(),
  };
}

/** What the log tells of this evening; `earlier` calls were yesterday's. */
async function told(instance: Instance, earlier: number): Promise<Pick<Rehearsed, "endedBy" | "answers">> {
  const log = await openLog(instance);
  const endedBy: Record<string, number> = {};
  const answers = { strong: 0, weak: 0, none: 0 };
  let ended = 0;
  for (const { event } of await log.after(0)) {
    if (event.type === "challenge.answered") answers[event.response] += 1;
    if (event.type !== "call.ended" || (ended += 1) <= earlier) continue;
    endedBy[event.by] = (endedBy[event.by] ?? 0) + 1;
  }
  await log.close();
  return { endedBy, answers };
}
