import type { Report } from "@siaga/contracts/exchange-link";
import type { Duration } from "@siaga/core";
import type { Brain } from "./brain.ts";

/** The centre as a brain: reports go up and are held until a commit says they are kept. */
export interface RemoteBrain extends Brain {
  /** A centre leads over this connection; reports after `from` go to it now, later ones at once. */
  attach(send: (report: Report) => void, from: number): void;
  detach(): void;
  /** Every report up to `n` is durable at the centre. */
  kept(n: number): void;
  /** Reports not known to be kept, in order. */
  unkept(): readonly Report[];
  /** Takes the un-kept reports away: another brain handles them now. */
  take(): readonly Report[];
}

/** A call must be durable before any answer but 100 Trying (ARCHITECTURE.md, "What must hold"); nothing else is waited for. */
const mustBeDurable = (report: Report): boolean =>
  report.input.type === "call.arrived" || report.input.type === "call.congested";

/** `onOverdue` hears of each new call that was not kept within `keeps`. */
export function openRemoteBrain(keeps: Duration, onOverdue: (report: Report) => void): RemoteBrain {
  const held = new Map<number, { readonly report: Report; readonly overdue: NodeJS.Timeout | null }>();
  let send: ((report: Report) => void) | null = null;

  const forget = (n: number): void => {
    const entry = held.get(n);
    if (entry?.overdue) clearTimeout(entry.overdue);
    held.delete(n);
  };
  const unkept = (): readonly Report[] => [...held.values()].map(({ report }) => report);

  return {
    accept(report) {
      const overdue = mustBeDurable(report) ? setTimeout(() => held.has(report.n) && onOverdue(report), keeps) : null;
      held.set(report.n, { report, overdue });
      send?.(report);
    },
    attach(to, from) {
      send = to;
      for (const report of unkept()) if (report.n > from) to(report);
    },
    detach() {
      send = null;
    },
    kept(n) {
      for (const known of held.keys()) {
        if (known > n) break;
        forget(known);
      }
    },
    unkept,
    take() {
      const reports = unkept();
      for (const report of reports) forget(report.n);
      return reports;
    },
  };
}
