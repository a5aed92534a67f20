import type { DeskId, Input } from "@siaga/core";
import type { Actor } from "../policies/actor.ts";
import type { Centre } from "../ports.ts";
import { Refused } from "../presenters/refusal.ts";

/** Gives an input to the centre; resolves once what it caused is durable, or with why it changes nothing. */
export async function submit(centre: Pick<Centre, "accept">, input: Input): Promise<undefined | Refused> {
  const accepted = await centre.accept(input);
  return accepted.ok ? undefined : new Refused(accepted.code);
}

/** The desk this person sits at; null when they have none. */
export function deskOf(centre: Pick<Centre, "state">, actor: Pick<Actor, "operator">): DeskId | null {
  for (const desk of centre.state().desks.values()) if (desk.operator === actor.operator) return desk.desk;
  return null;
}

/** An input of somebody who must sit at a desk to give it. */
export async function submitFromDesk(
  centre: Pick<Centre, "accept" | "state">,
  actor: Actor,
  inputAt: (desk: DeskId) => Input,
): Promise<undefined | Refused> {
  const desk = deskOf(centre, actor);
  return desk === null ? new Refused("no-desk") : submit(centre, inputAt(desk));
}
