import { randomUUID } from "node:crypto";
import { readConfiguration, readKeys } from "@siaga/configuration";
import { type CentreEvent, emptyCentre, type Input, normalPolicy } from "@siaga/core";
import { clockwork } from "@siaga/core/rehearsal";
import { openRecord, startPostgres } from "@siaga/postgres";

/** What a number's calls of the last day were. */
export type Past = { readonly number: string; readonly nuisance: number; readonly genuine: number };

const minute = 60_000;
const desk = { operator: "yesterday", desk: "yesterday" };

/**
 * Writes yesterday into the record of a centre that has not started yet: every call as the core would have logged it. The
 * centre then knows these numbers as it knows any other. Returns how many calls that were.
 */
export async function writePasts(dataDir: string, pasts: readonly Past[]): Promise<number> {
  const read = readConfiguration({ SIAGA_DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.sentences.join(" "));
  const database = await startPostgres({ dataDir });
  if (!database.ok) throw new Error(database.sentence);
  const record = await openRecord({
    url: database.url,
    centreId: read.configuration.centreId,
    keys: readKeys(dataDir),
  });
  const ids = await record.personal.numberIds(pasts.map(({ number }) => number));
  const calls = pasts.flatMap((past) => callsOf(past, ids.get(past.number) ?? ""));
  const lease = await record.lease.take("yesterday", Date.now());
  if (lease === null) throw new Error("another centre writes this record");
  await record.log.append({ events: logOf(calls, Date.now() - (calls.length + 2) * minute), promised: [] });
  await record.lease.release(lease.epoch);
  await record.close();
  await database.stop();
  return calls.length;
}

type PastCall = { readonly caller: string; readonly classification: "prank" | "emergency" };

const callsOf = ({ nuisance, genuine }: Past, caller: string): PastCall[] => [
  ...Array.from({ length: nuisance }, () => ({ caller, classification: "prank" as const })),
  ...Array.from({ length: genuine }, () => ({ caller, classification: "emergency" as const })),
];

/** One call a minute at one desk, answered, labelled and hung up. */
function logOf(calls: readonly PastCall[], from: number): CentreEvent[] {
  const log: CentreEvent[] = [];
  const room = clockwork(emptyCentre(normalPolicy), (_timed, step) => log.push(...step.events));
  const at = (now: number, ...inputs: readonly Input[]): void => {
    for (const input of inputs) room.play(input, now);
  };
  at(
    from,
    { type: "operator.signed-in", ...desk, role: "call-taker" },
    { type: "desk.connected", desk: desk.desk },
    { type: "operator.readied", desk: desk.desk },
  );
  for (const [place, { caller, classification }] of calls.entries()) {
    const now = from + (place + 1) * minute;
    const call = randomUUID();
    const known = { caller: { kind: "number", id: caller }, history: null, test: false } as const;
    at(now, { type: "call.arrived", call, line: "112", trunk: "carrier", ...known });
    at(now + 2_000, { type: "offer.accepted", call, desk: desk.desk });
    at(now + 4_000, { type: "call.classified", call, operator: desk.operator, classification });
    at(now + 5_000, { type: "call.hung-up", call });
  }
  at(from + (calls.length + 1) * minute, { type: "operator.signed-out", desk: desk.desk });
  return log;
}
