import type { AgencyLink } from "@siaga/agency-link";
import type { DispatchId } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";

/** Key of the promise to bring a dispatch to its agency: one each, however often it is sent. */
export const promiseKey = (dispatch: DispatchId): string => `dispatch.send:${dispatch}`;

/** The outbox keeps a promise on the record until an agency has it or no longer needs it. */
export function settlingOutbox(agencies: AgencyLink, outbox: Pick<Record["outbox"], "done">, log: Logger): AgencyLink {
  return {
    ...agencies,
    withdraw(dispatch) {
      agencies.withdraw(dispatch);
      outbox.done([promiseKey(dispatch)]).catch((error: Error) => {
        log.warn({ error: error.message }, "a kept promise stays in the outbox");
      });
    },
  };
}
