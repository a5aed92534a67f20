import type { DispatchId, Input } from "@siaga/core";
import type { Actor } from "../../policies/actor.ts";
import { mayMoveDispatch } from "../../policies/may.ts";
import type { Centre } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { Texts } from "../texts/texts.ts";
import type { CommandsOf } from "../route.ts";
import { submit } from "../submit.ts";

type DispatchRoute = "acknowledge" | "decline" | "enRoute" | "onScene" | "clear";

/** What an agency says of its dispatch, itself or by telephone through the room. */
export function dispatchCommands(
  centre: Pick<Centre, "accept" | "state" | "refusalOf">,
  texts: Texts,
): CommandsOf<DispatchRoute> {
  const move = async (actor: Actor, dispatch: DispatchId, input: Input): Promise<undefined | Refused> =>
    refusalToMove(centre, actor, dispatch) ?? (await submit(centre, input));
  return {
    acknowledge: ({ params: { dispatch }, actor }) =>
      move(actor, dispatch, { type: "dispatch.acknowledged", dispatch, by: actor.operator }),
    enRoute: ({ params: { dispatch }, actor }) =>
      move(actor, dispatch, { type: "unit.departed", dispatch, by: actor.operator }),
    onScene: ({ params: { dispatch }, actor }) =>
      move(actor, dispatch, { type: "unit.arrived", dispatch, by: actor.operator }),
    clear: ({ params: { dispatch }, actor }) =>
      move(actor, dispatch, { type: "unit.cleared", dispatch, by: actor.operator }),
    async decline({ params: { dispatch }, body, actor }) {
      const input = { type: "dispatch.declined", dispatch, by: actor.operator, reason: null } as const;
      const refused = refusalToMove(centre, actor, dispatch);
      if (refused !== null) return refused;
      const reason = await texts.keep("reason", body.reason, () => centre.refusalOf(input));
      return reason instanceof Refused ? reason : submit(centre, { ...input, reason });
    },
  };
}

function refusalToMove(centre: Pick<Centre, "state">, actor: Actor, dispatch: DispatchId): Refused | null {
  const found = centre.state().dispatches.get(dispatch);
  if (found === undefined) return new Refused("no-such-dispatch");
  return mayMoveDispatch(actor, found.agency) ? null : new Refused("not-allowed");
}
