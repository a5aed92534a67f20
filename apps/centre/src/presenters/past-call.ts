import type { CallSummary } from "@siaga/contracts";
import type { PersonalId } from "@siaga/core";
import type { CallRecord, Personal } from "@siaga/postgres";
import { maskedNumber } from "../live/masked-number.ts";
import type { Directory } from "../ports.ts";

/** Names a list of calls is shown with. */
export type CallWords = Pick<Directory, "operatorName"> & { lineName(line: string): string };

/** Calls for a screen: numbers masked, names for ids, never where a recording lies. */
export async function presentCalls(
  calls: readonly CallRecord[],
  personal: Pick<Personal, "read">,
  words: CallWords,
): Promise<CallSummary[]> {
  const numbers = await personal.read(calls.map(({ caller }) => caller).filter((id) => id !== null));
  return calls.map((call) => presentCall(call, numbers, words));
}

function presentCall(call: CallRecord, numbers: ReadonlyMap<PersonalId, string | null>, words: CallWords): CallSummary {
  const number = call.caller === null ? null : (numbers.get(call.caller) ?? null);
  return {
    id: call.id,
    line: call.line,
    lineName: words.lineName(call.line),
    number: number === null ? null : maskedNumber(number),
    arrivedAt: call.arrivedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    outcome: call.outcome,
    classification: call.classification,
    desk: call.desk,
    operatorName: call.operator === null ? null : words.operatorName(call.operator),
    test: call.test,
    recording: call.recording && {
      sha256: call.recording.sha256,
      seconds: Math.round(call.recording.duration / 1_000),
    },
    history: call.history && { ...call.history, classified: { ...call.history.classified } },
  };
}
