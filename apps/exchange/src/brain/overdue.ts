import type { CallCard, Report } from "@siaga/contracts/exchange-link";
import type { Duration, ExchangeEffect } from "@siaga/core";
import type { Tell } from "./brain.ts";
import type { ExchangeJournal } from "./exchange-journal.ts";
import { within } from "./within.ts";

/** Performs an effect; `beside` is what a commit brings with it. */
export type PerformEffect = (
  effect: ExchangeEffect,
  beside?: { readonly number?: string; readonly card?: CallCard },
) => void;

/** Calls the centre did not keep in time: the exchange keeps them itself and lets them ring (ARCHITECTURE.md, "What must hold"). */
export interface OverdueCalls {
  notKept(report: Report): void;
  /** The centre has every report up to `n`; true when nothing of ours is needed any more. */
  kept(n: number): void;
  /** Highest report kept in our journal and not yet at the centre; 0 when none. */
  highest(): number;
}

/** The alarm ends when no call was overdue for this long (ms): a centre that is slow now and then sounds once. */
const calm = 5_000;

export function openOverdueCalls(
  journal: ExchangeJournal,
  keeps: Duration,
  perform: PerformEffect,
  tell: Tell,
): OverdueCalls {
  let highest = 0;
  let alarmed = false;
  let calming: NodeJS.Timeout | null = null;
  const alarm = { alarm: "record-journalling", subject: "exchange" } as const;

  const calmDown = (): void => {
    alarmed = false;
    tell({ type: "alarm.ceased", ...alarm });
  };
  return {
    notKept(report) {
      if (calming) clearTimeout(calming);
      if (!alarmed) tell({ type: "alarm.noticed", ...alarm });
      alarmed = true;
      highest = Math.max(highest, report.n);
      void within(journal.append({ kind: "seen", seen: report }), keeps).then(() => proceed(report, perform));
    },
    kept(n) {
      if (highest === 0 || n < highest) return;
      highest = 0;
      // A journal that cannot be cleared is told again to the centre, which knows its calls.
      void journal.clear().catch(() => {});
      if (calming) clearTimeout(calming);
      calming = setTimeout(calmDown, calm).unref();
    },
    highest: () => highest,
  };
}

/** Durable or out of time: the caller hears that the call arrived; when all channels are taken, that it did not. */
function proceed({ input }: Report, perform: PerformEffect): void {
  if (input.type === "call.arrived") perform({ type: "call.ring", call: input.call });
  if (input.type === "call.congested") perform({ type: "call.congest", call: input.call, status: input.status });
}
