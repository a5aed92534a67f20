import type { Views } from "@siaga/postgres";
import type { Centre } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { CommandsOf } from "../route.ts";
import { submit, submitFromDesk } from "../submit.ts";

type CallRoute =
  | "answerCall"
  | "declineCall"
  | "holdCall"
  | "resumeCall"
  | "releaseCall"
  | "parkCall"
  | "glance"
  | "endGlance"
  | "classifyCall"
  | "undoClassification";

/** What an operator does with a call. The same verbs travel over the desk-link; whichever comes first wins. */
export const callCommands = (
  centre: Pick<Centre, "accept" | "state">,
  views: Pick<Views, "call">,
): CommandsOf<CallRoute> => ({
  answerCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "offer.accepted", call, desk })),
  declineCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "offer.declined", call, desk })),
  holdCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "hold.requested", call, desk })),
  resumeCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "hold.ended", call, desk })),
  releaseCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "call.released", call, desk })),
  parkCall: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "park.requested", call, desk })),
  glance: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "glance.requested", call, desk })),
  endGlance: ({ params: { call }, body: { found }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({ type: "glance.ended", call, desk, found })),
  async classifyCall({ params: { call }, body: { classification }, actor: { operator } }) {
    const isThere = centre.state().calls.has(call) || (await views.call(call)) !== null;
    if (!isThere) return new Refused("no-such-call");
    return submit(centre, { type: "call.classified", call, operator, classification });
  },
  /** A call that is over has left the centre's state: what it was classified as is in the record. */
  async undoClassification({ params: { call }, actor: { operator } }) {
    if (centre.state().calls.has(call)) return submit(centre, { type: "classification.undone", call, operator });
    const past = await views.call(call);
    if (past === null) return new Refused("no-such-call");
    if (past.classification === null) return new Refused("nothing-to-undo");
    return submit(centre, { type: "classification.undone", call, operator, was: past.classification });
  },
});
