import type { Views } from "@siaga/postgres";
import type { Centre, Clock, ExchangeStatus } from "../../ports.ts";
import { presentLivingLines, presentWorstLines } from "../../presenters/lines.ts";
import type { CallWords } from "../../presenters/past-call.ts";
import type { CommandsOf } from "../route.ts";

/** What a supervisor looks back on (ms): a shift. */
const shift = 8 * 3_600_000;
const listed = 8;

type LinePorts = {
  readonly views: Pick<Views, "worstLines">;
  readonly centre: Pick<Centre, "state">;
  readonly exchange: ExchangeStatus;
  readonly words: Pick<CallWords, "lineName">;
  readonly clock: Clock;
};

/** How well callers and operators hear one another: calls that stand, and the worst of the shift. */
export const lineCommands = ({ views, centre, exchange, words, clock }: LinePorts): CommandsOf<"listLines"> => ({
  async listLines() {
    const since = clock.now() - shift;
    const heard = exchange.health()?.heard ?? {};
    return {
      living: presentLivingLines(centre.state(), heard, words),
      worst: presentWorstLines(await views.worstLines(since, listed), words),
    };
  },
});
