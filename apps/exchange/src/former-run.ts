import type { AlarmKind, CentreState, Instant } from "@siaga/core";

/** Raised by an exchange alone, so nobody else ceases them. Trunks are also watched by the centre. */
const ours: ReadonlySet<AlarmKind> = new Set(["fail-open", "media-restarted", "signalling-silent", "recording-failed"]);

/** Alarms of a run of the exchange before this one, which began at `began`. What is still so is noticed again. */
export const formerAlarms = ({ alarms }: CentreState, began: Instant) =>
  [...alarms.values()].filter(
    ({ alarm, subject, raisedAt }) =>
      raisedAt < began && (ours.has(alarm) || (alarm === "record-journalling" && subject === "exchange")),
  );
