import type { LineCall } from "@siaga/contracts";
import type { CallId, CentreState, LineQuality } from "@siaga/core";
import type { LineRecord } from "@siaga/postgres";
import type { CallWords } from "./past-call.ts";

type Words = Pick<CallWords, "lineName">;

/** Calls that stand now, the longest first. Outgoing ones are no callers' lines. */
export const presentLivingLines = (
  { calls }: CentreState,
  heard: Readonly<Record<CallId, LineQuality>>,
  words: Words,
): LineCall[] =>
  [...calls.values()]
    .filter(({ id }) => heard[id] !== undefined)
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt)
    .map(({ id, line, trunk, arrivedAt, answeredBy }) => ({
      id,
      lineName: words.lineName(line),
      trunk,
      arrivedAt,
      desk: answeredBy?.desk ?? null,
      ...qualityOf(heard[id]),
    }));

export const presentWorstLines = (records: readonly LineRecord[], words: Words): LineCall[] =>
  records.map(({ call, line, trunk, arrivedAt, desk, quality }) => ({
    id: call,
    lineName: words.lineName(line),
    trunk,
    arrivedAt,
    desk,
    ...qualityOf(quality),
  }));

const qualityOf = (quality: LineQuality | undefined) => ({
  mosIn: quality?.mosIn ?? null,
  mosOut: quality?.mosOut ?? null,
  lossIn: quality?.lossIn ?? 0,
  lossOut: quality?.lossOut ?? null,
  jitterIn: quality?.jitterIn ?? 0,
});
