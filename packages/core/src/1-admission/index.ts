export { admit, congest, isKnown } from "./admission.ts";
export { believe, type ClaimRecord, noClaims, streakNow } from "./claims.ts";
export { type Allowance, faded, leftNow, noRate, nuisanceOf, rateNow, seen } from "./fading.ts";
export {
  assess,
  type CallerFacts,
  isAnsweredByAll,
  isKnownAbuser,
  type Pressure,
  type RiskReason,
  rounded,
} from "./risk.ts";
export {
  type ChallengeParameters,
  type ReservationParameters,
  type SurgeParameters,
  triageDefaults,
  type TriageParameters,
} from "./triage-parameters.ts";
