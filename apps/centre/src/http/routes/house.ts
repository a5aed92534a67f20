import type { Configuration } from "@siaga/configuration";
import type { CityOnRecord } from "../../city/open-city.ts";
import type { Centre, Clock, ExchangeStatus } from "../../ports.ts";
import { presentHealth } from "../../presenters/health.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { ReadsLog } from "../reads.ts";
import type { CommandsOf } from "../route.ts";
import { version } from "../version.ts";

type HouseRoute = "reference" | "ledger" | "health" | "listTestNumbers" | "addTestNumber" | "removeTestNumber";
type HousePorts = {
  readonly configuration: Pick<Configuration, "lines" | "dataDir" | "backup" | "disk">;
  readonly city: CityOnRecord;
  readonly centre: Pick<Centre, "ledger" | "vitals">;
  readonly exchange: ExchangeStatus;
  readonly clock: Clock;
  readonly reads: Pick<ReadsLog, "write">;
  /** Where the console is served over TLS, once known. */
  readonly httpsPort: number;
};

/** What changes rarely, how the house stands, and what it counted. */
export const houseCommands = ({
  configuration,
  city,
  centre,
  exchange,
  clock,
  reads,
  httpsPort,
}: HousePorts): CommandsOf<HouseRoute> => ({
  reference: () => ({
    ...city.reference,
    lines: configuration.lines.map(({ line, name, test, recorded }) => ({ line, name, test, recorded })),
    httpsPort,
  }),
  ledger: () => {
    const { incoming, outcomes, open } = centre.ledger();
    return { incoming, outcomes: { ...outcomes }, open };
  },
  health: () => presentHealth(centre, exchange, configuration, clock.now(), version),
  async listTestNumbers() {
    return { numbers: [...(await city.testNumbers.list())] };
  },
  async addTestNumber({ body: { number }, actor }) {
    return (await city.testNumbers.mark(number, actor.operator)) ? undefined : new Refused("bad-number");
  },
  async removeTestNumber({ params: { id }, actor }) {
    // The mark's row goes, and with it who made it: who took it off stays.
    if (city.testNumbers.has(id)) await reads.write(actor, "unmark-test-number", id);
    await city.testNumbers.unmark(id);
    return undefined;
  },
});
