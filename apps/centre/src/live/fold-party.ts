import type { CallId, EventOf, PartyId, PartyTo } from "@siaga/core";
import type { CallEntry, Entries, PartyEntry, Touched } from "./entries.ts";
import { change } from "./fold-call.ts";
import { occurred } from "./occurred.ts";

const partiesOf = (entry: CallEntry): readonly PartyEntry[] => entry.parties ?? [];

export function addParty(event: EventOf<"party.dialled">, entries: Entries, touched: Touched): void {
  const { party: id, to, how } = event;
  const since = occurred(event);
  change(event.call, entries, touched, (entry) => ({
    parties: [...partiesOf(entry), { id, to, ...viaOf(entry, to), how, state: "dialling", since }],
    partyLeft: null,
  }));
}

/** Kept apart from the party who named them, whom they mostly outlast. */
function viaOf(entry: CallEntry, to: PartyTo): Pick<PartyEntry, "via"> {
  const by = to.kind === "referred" ? partiesOf(entry).find(({ id }) => id === to.by) : undefined;
  return by === undefined ? {} : { via: by.via ?? by.to };
}

/** Replaces what changed of one party. */
export function changeParty(
  { call, party }: { readonly call: CallId; readonly party: PartyId },
  entries: Entries,
  touched: Touched,
  to: Partial<PartyEntry>,
): void {
  change(call, entries, touched, (entry) => ({
    parties: partiesOf(entry).map((one) => (one.id === party ? { ...one, ...to } : one)),
  }));
}

/** The party is gone; why stays to be read for as long as the operator has the call. */
export function dropParty(event: EventOf<"party.ended">, entries: Entries, touched: Touched): void {
  const { code, by, party } = event;
  change(event.call, entries, touched, (entry) => {
    const left = partiesOf(entry).find(({ id }) => id === party);
    if (left === undefined) return {};
    const answered = left.state !== "dialling";
    return {
      parties: partiesOf(entry).filter(({ id }) => id !== party),
      partyLeft: {
        to: left.to,
        ...(left.via && { via: left.via }),
        code,
        answered,
        deliberate: by === "operator",
        at: occurred(event),
      },
    };
  });
}

/** A desk has the caller again; a colleague who was asked in is that desk. */
export function retake(event: EventOf<"call.retaken">, entries: Entries, touched: Touched): void {
  change(event.call, entries, touched, (entry) => ({
    state: "answered",
    desk: event.desk,
    offeredTo: entry.state === "offered" ? [] : entry.offeredTo.filter((desk) => desk !== event.desk),
    parties: partiesOf(entry)
      .filter(({ to }) => to.kind !== "desk" || to.desk !== event.desk)
      .map((party) => ({ ...party, how: "three-way" })),
  }));
}

/** The desk of a colleague who took the call rings no more. */
export function withoutColleague(entry: CallEntry, party: PartyId): readonly string[] {
  const to = partiesOf(entry).find(({ id }) => id === party)?.to;
  return to?.kind === "desk" ? entry.offeredTo.filter((desk) => desk !== to.desk) : entry.offeredTo;
}
