import { randomUUIDv7 } from "node:crypto";
import type { Centre } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { CommandsOf } from "../route.ts";
import { submit, submitFromDesk } from "../submit.ts";

type CallbackRoute = "dialCallback" | "closeCallback" | "hangUpCallback";

/** Calling people back whose call was lost. The list itself is on the live board. */
export const callbackCommands = (centre: Pick<Centre, "accept" | "state">): CommandsOf<CallbackRoute> => ({
  dialCallback: ({ params: { call }, actor }) =>
    submitFromDesk(centre, actor, (desk) => ({
      type: "callback.requested",
      callback: call,
      outgoing: randomUUIDv7(),
      desk,
    })),
  closeCallback: ({ params: { call }, body: { reason }, actor: { operator } }) =>
    submit(centre, { type: "callback.closed", callback: call, operator, reason }),
  async hangUpCallback({ params: { call }, actor }) {
    const outgoing = centre.state().callbacks.get(call)?.outgoing;
    if (outgoing === undefined || outgoing === null) return new Refused("no-such-callback");
    return submitFromDesk(centre, actor, (desk) => ({ type: "call.released", call: outgoing.call, desk }));
  },
});
