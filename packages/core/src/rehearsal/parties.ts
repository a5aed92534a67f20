import type { DeskId, PartyTo } from "#kernel";
import type { Input } from "../input.ts";
import type { CentreState } from "../state.ts";
import type { Draw, Names } from "./shift.ts";

const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw(from.length)]!;

/** Somebody is called beside a living call, mostly by the desk that has it. */
export function asksParty(state: CentreState, draw: Draw, names: Names): Input {
  const { call, desk } = callAtDesk(state, draw);
  const to = pick<PartyTo>(draw, [
    { kind: "agency", agency: pick(draw, ["damkar", "dinkes", "polres"]) },
    { kind: "number", number: `caller-${draw(12)}` },
    { kind: "desk", desk: `meja-${1 + draw(4)}` },
  ]);
  const party = `party-${(names.party += draw(8) === 0 ? 0 : 1)}`;
  return { type: "party.requested", call, desk, party, to, how: pick(draw, ["consult", "three-way", "blind"]) };
}

/** The others' side: they answer, are busy, send the caller on, hang up, let it ring. Sometimes one whom nobody knows. */
export function partySpeaks(state: CentreState, draw: Draw, names: Names): Input {
  const living = [...state.parties.keys()];
  const party = living.length > 0 && draw(8) > 0 ? pick(draw, living) : `party-${draw(names.party + 1)}`;
  if (state.parties.get(party)?.state === "dialling" && draw(3) > 0) return { type: "party.answered", party };
  if (draw(6) === 0) return { type: "party.unanswered", party };
  if (draw(3) === 0) return { type: "party.referred", party: `party-${++names.party}`, by: party };
  return { type: "party.ended", party, code: pick(draw, [200, 200, 486, 503]) };
}

/** What the operator does with caller and parties. */
export function arrangesParties(state: CentreState, draw: Draw, names: Names): Input {
  const { call, desk } = callAtDesk(state, draw);
  const party = pick(draw, [...state.parties.keys(), `party-${names.party}`]);
  return pick<Input>(draw, [
    { type: "transfer.completed", call, desk },
    { type: "transfer.completed", call, desk },
    { type: "conference.requested", call, desk },
    { type: "return.requested", call: transferred(state) ?? call, desk: `meja-${1 + draw(4)}` },
    { type: "party.released", party, desk },
    { type: "party.hold-requested", party, desk },
    { type: "party.hold-ended", party, desk },
    { type: "hold.outlasted", call },
  ]);
}

function callAtDesk(state: CentreState, draw: Draw): { readonly call: string; readonly desk: DeskId } {
  const talking = [...state.calls.values()].filter(({ state }) => state === "answered" || state === "held");
  if (talking.length === 0) return { call: "call-000001", desk: "meja-1" };
  const { id: call, answeredBy } = pick(draw, talking);
  return { call, desk: draw(8) === 0 ? `meja-${1 + draw(4)}` : answeredBy!.desk };
}

const transferred = (state: CentreState): string | undefined =>
  [...state.calls.values()].find(({ state }) => state === "transferred")?.id;
