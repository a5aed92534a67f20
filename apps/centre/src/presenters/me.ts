import type { Me } from "@siaga/contracts";
import type { DeskId } from "@siaga/core";
import type { Actor } from "../policies/actor.ts";
import { mayTakeCalls, mayUnmask } from "../policies/may.ts";
import type { Directory } from "../ports.ts";

/** Who is signed in, where they sit, and what their buttons may offer. */
export const presentMe = (actor: Actor, desk: DeskId | null, directory: Directory): Me => ({
  operator: actor.operator,
  name: actor.name,
  role: actor.role,
  agency: actor.agency,
  language: actor.language,
  desk,
  deskName: desk === null ? null : directory.deskName(desk),
  mayTakeCalls: mayTakeCalls(actor),
  mayUnmask: mayUnmask(actor),
});
