import type { CentreEvent, Classification, EventOf, EventType } from "@siaga/core";
import type { Origin } from "../population/numbers.ts";
import { type Days, hourOf, type ReadLog, type SeenCall, type SeenClass } from "./seen.ts";
import { openShiftClock } from "./shift-clock.ts";
import { fileOf } from "./sums.ts";

/** Reads a city's own log into a scenario file. */
export interface LogReader {
  read(event: CentreEvent): void;
  /** What was read, or a sentence that says what is missing. */
  file(name: string): ReadLog;
}

const classOf: Readonly<Record<Classification, SeenClass | null>> = {
  emergency: "real",
  "non-emergency": "information",
  information: "information",
  prank: "prank",
  child: "prank",
  harassment: "prank",
  silent: "ghost",
  doubtful: null,
  disconnected: null,
  misdial: null,
  unclear: null,
};

const redialWithin = 120_000;
type Reads = { readonly [T in EventType]?: (event: EventOf<T>, at: number) => void };

/** Nothing read yet. Test calls are passed over. */
export function openLogReader(days: Days): LogReader {
  const calls = new Map<string, SeenCall>();
  const leftAt = new Map<string, number>();
  const shifts = openShiftClock(days);
  const reads: Reads = {
    "call.admitted"(event, at) {
      if (event.test || at < days.from || at >= days.to) return;
      const caller = event.caller.kind === "number" ? event.caller.id : null;
      const left = caller === null ? undefined : leftAt.get(caller);
      const first = left === undefined || at - left > redialWithin;
      calls.set(event.call, { ...blank, hour: hourOf(at, days), origin: originOf(event), first, caller });
    },
    "call.ended"(event, at) {
      const call = calls.get(event.call);
      if (call === undefined) return;
      const gaveUp = abandoned.has(event.outcome);
      const talked = event.outcome === "answered" ? event.talked : null;
      Object.assign(call, { endedAt: at, talked, waited: event.waited, gaveUp });
      if (gaveUp && call.caller !== null) leftAt.set(call.caller, at);
    },
    "call.classified"(event) {
      const call = calls.get(event.call);
      if (call !== undefined) call.class = classOf[event.classification];
    },
    "operator.wrapped-up"(event, at) {
      const call = calls.get(event.call);
      if (call?.endedAt != null && call.talked !== null) call.talked += at - call.endedAt;
    },
    "operator.signed-in": ({ desk, role }, at) => shifts.sits(desk, role !== "supervisor", at),
    "operator.signed-out": ({ desk }, at) => shifts.sits(desk, false, at),
  };
  return {
    read(event) {
      const read = reads[event.type] as ((event: CentreEvent, at: number) => void) | undefined;
      read?.(event, event.occurredAt ?? event.at);
    },
    file: (name) => fileOf(name, [...calls.values()], shifts.byHour(), days),
  };
}

const blank = { class: null, endedAt: null, talked: null, waited: 0, gaveUp: false };
const abandoned: ReadonlySet<string> = new Set(["abandoned_ringing", "abandoned_in_queue", "left_in_announcement"]);
function originOf({ caller, history }: EventOf<"call.admitted">): Origin {
  if (caller.kind === "withheld") return "anonymous";
  const { nuisance, genuine } = history?.faded ?? { nuisance: 0, genuine: 0 };
  if (nuisance >= 1.5 && genuine < 0.5) return "abuser";
  return genuine >= 0.5 ? "good" : "new";
}
