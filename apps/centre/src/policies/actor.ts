import type { Role } from "@siaga/contracts";
import type { AgencyId, DeskRole, OperatorId } from "@siaga/core";

/** The language a person's screen and refusals are in. Indonesian unless they chose otherwise. */
export type Language = "id" | "en";

/** A signed-in person, as every policy sees them. */
export type Actor = {
  readonly operator: OperatorId;
  readonly name: string;
  readonly role: Role;
  /** The one agency an agency account speaks for. */
  readonly agency: AgencyId | null;
  readonly language: Language;
};

/** The room: whoever may sit at a desk. An admin may, as a supervisor, so that a city being set up can answer its calls. */
const seats: Readonly<Record<Role, DeskRole | null>> = {
  "call-taker": "call-taker",
  dispatcher: "dispatcher",
  supervisor: "supervisor",
  admin: "supervisor",
  agency: null,
};

/** The room role this person takes at a desk; null for those who never sit at one. */
export const deskRoleOf = (actor: Actor): DeskRole | null => seats[actor.role];
