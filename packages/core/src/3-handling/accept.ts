import { offerAt } from "#queue";
import type { InputOf } from "../input.ts";
import type { Turn } from "../turn.ts";
import { answer } from "./answer.ts";
import { deskParty } from "./party.ts";
import { answerParty } from "./party-end.ts";

/** A desk takes what rings there: a caller who waits, or a colleague's call it was asked into. */
export function accept(turn: Turn, input: InputOf<"offer.accepted">): void {
  const asked = deskParty(turn.state, input.call, input.desk);
  const rings = offerAt(turn.state, input.desk)?.call === input.call;
  if (asked === undefined || !rings) return answer(turn, input);
  answerParty(turn, { type: "party.answered", party: asked.id });
}
