import type { Instant } from "#kernel";
import { type Rate, rateNow } from "./fading.ts";
import type { TriageParameters } from "./triage-parameters.ts";

/** Why a caller stands where they stand: facts a person can read, never a verdict. */
export type RiskReason =
  | "withheld-number"
  | "nuisance-before"
  | "genuine-before"
  | "many-new-numbers"
  | "nothing-known";

/** What is known of a caller before a word is spoken. */
export type CallerFacts =
  | { readonly kind: "withheld" }
  | { readonly kind: "unknown" }
  /** Faded counts of what this number's calls were. */
  | { readonly kind: "known"; readonly nuisance: number; readonly genuine: number };

/** What presses on the room as a whole. */
export type Pressure = {
  /** All calls, and those of numbers never heard of. */
  readonly all: Rate;
  readonly unknown: Rate;
  /** Share of nuisance among the new numbers lately heard, 0–1. */
  readonly nuisanceShare: number;
  /** Callers who were asked and answered or were asked for the last time, and of them those who answered rightly. */
  readonly asked: Rate;
  readonly rightly: Rate;
};

/** Risk in log-odds beside an unknown caller (0), and why. It orders and prompts; it decides about nobody. */
export type Risk = { readonly risk: number; readonly reasons: readonly RiskReason[] };

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Two decimals: the same on every machine. */
export const rounded = (risk: number): number => Math.round(risk * 100) / 100 + 0;

/** How this caller stands before anything is asked of them. */
export function assess(facts: CallerFacts, pressure: Pressure, at: Instant, { risk, memory }: TriageParameters): Risk {
  if (facts.kind === "withheld") {
    const busy = rateNow(pressure.all, at, memory.allCalls) / risk.anonymousRate;
    const weight = risk.anonymous + risk.anonymousPerRate * within(Math.log(Math.max(busy, 1e-9)), 0, 1.5);
    return { risk: rounded(weight), reasons: ["withheld-number"] };
  }
  if (facts.kind === "known" && (facts.nuisance >= 0.3 || facts.genuine >= 0.3)) return knownRisk(facts, risk);
  return unknownRisk(pressure, at, risk, memory);
}

/** Among very many nuisance calls a few are labelled genuine by mistake. */
const beyondMistakes = (nuisance: number, genuine: number, { mistaken }: TriageParameters["risk"]): number =>
  Math.max(0, genuine - mistaken * nuisance);

function knownRisk(
  { nuisance, genuine }: { readonly nuisance: number; readonly genuine: number },
  risk: TriageParameters["risk"],
): Risk {
  const against = Math.min(risk.nuisanceMost, risk.nuisance * Math.log((nuisance + 0.7) / 0.7));
  const for_ = risk.genuine * Math.log((beyondMistakes(nuisance, genuine, risk) + 0.5) / 0.5);
  const reasons: RiskReason[] = [];
  if (genuine >= 0.3) reasons.push("genuine-before");
  if (nuisance >= 0.3) reasons.push("nuisance-before");
  return { risk: rounded(against - for_), reasons };
}

/** A flood of new numbers weighs on new numbers only as far as those heard lately were nuisance. */
function unknownRisk(
  pressure: Pressure,
  at: Instant,
  risk: TriageParameters["risk"],
  memory: TriageParameters["memory"],
): Risk {
  const many = rateNow(pressure.unknown, at, memory.unknownCalls) / risk.unknownRate;
  const full = risk.nuisanceShareFull - risk.nuisanceShareFrom;
  const share = within((pressure.nuisanceShare - risk.nuisanceShareFrom) / full, 0, 1);
  const weight = rounded(within(Math.log(Math.max(many, 1e-9)), 0, risk.unknownMost) * share);
  return { risk: weight, reasons: [weight > 0 ? "many-new-numbers" : "nothing-known"] };
}

/** A known abuser: much nuisance that has not faded, and hardly a genuine report. */
export const isKnownAbuser = (facts: CallerFacts, { abuser, risk }: TriageParameters): boolean =>
  facts.kind === "known" &&
  facts.nuisance >= abuser.nuisanceFrom &&
  beyondMistakes(facts.nuisance, facts.genuine, risk) < abuser.genuineBelow;

/** Nearly everybody answers rightly: the question tells nobody apart. */
export function isAnsweredByAll({ asked, rightly }: Pressure, at: Instant, triage: TriageParameters): boolean {
  const { answeredByAll, memory } = triage;
  // Until the file is read again, the policy of a log written by an earlier release has no such part.
  if (!answeredByAll) return false;
  const { share, least } = answeredByAll;
  const enough = (1000 * least) / memory.unknownCalls;
  // Both fade alike. What was too few at the last answer is not looked at further.
  if (asked.perSecond < enough || rightly.perSecond < share * asked.perSecond) return false;
  return rateNow(asked, at, memory.unknownCalls) >= enough;
}
