export * from "./kernel/index.ts";
export * from "./input.ts";
export * from "./event.ts";
export * from "./effect.ts";
export * from "./policy.ts";
export { faded, nuisanceOf, triageDefaults, type TriageParameters } from "#admission";

export {
  glanceEndsAt,
  idleDesks,
  inLine,
  isIdle,
  placeFor,
  reportRoom,
  lineNow,
  reportWaits,
  roomNow,
  type RoomReport,
  type WaitsFor,
} from "#queue";
export * from "./state.ts";
export { centre, refusalOf, type Step } from "./centre.ts";
export { evolve } from "./evolve.ts";
export { nuisanceLabel, silentLabels } from "./fold/triage.ts";
export { reconcile, takeOver, type Reunion } from "./reconcile.ts";
export type { Refusal, RefusalCode } from "./refusal.ts";
export { standingEffects, standingTimers } from "./standing.ts";
export type { Timer } from "./timers.ts";
export { emptyLedger, countEvent, reconciles, type Ledger } from "#report";
