import { createNumbering } from "@siaga/sip";
import type { CityOnRecord } from "../city/open-city.ts";
import type { HttpParts } from "../ports.ts";
import type { Runs } from "../planning/runs.ts";
import { openTimelines } from "../presenters/timeline.ts";
import { openReadsLog } from "./reads.ts";
import type { Commands } from "./route.ts";
import { callbackCommands } from "./routes/callbacks.ts";
import { callCommands } from "./routes/calls.ts";
import { deskCommands } from "./routes/desk.ts";
import { dispatchCommands } from "./routes/dispatches.ts";
import { lineCommands } from "./routes/lines.ts";
import { houseCommands } from "./routes/house.ts";
import { incidentCommands } from "./routes/incidents.ts";
import { partyCommands } from "./routes/parties.ts";
import { pastCallCommands } from "./routes/past-calls.ts";
import { plannerCommands } from "./routes/planner.ts";
import { policyCommands } from "./routes/policy.ts";
import { sessionCommands } from "./routes/session.ts";
import type { Sessions } from "./sign-in/sessions.ts";
import type { TextSpool } from "./texts/text-spool.ts";
import { openTexts } from "./texts/texts.ts";
import { openThrottle } from "./sign-in/throttle.ts";

/** Every contract's command, each wired to the few ports it uses. */
export function commandsOf(parts: HttpParts<CityOnRecord>, sessions: Sessions, spool: TextSpool, runs: Runs): Commands {
  const { centre, record, city, clock, configuration, keys, exchange, log } = parts;
  const { directory, accounts, seats, known } = city;
  const texts = openTexts(record.personal, spool);
  const reads = openReadsLog(record.personal, clock);
  const timelines = openTimelines({ eventsOf: record.views.eventsOfIncident, personal: record.personal, directory });
  const lineNames = new Map(configuration.lines.map(({ line, name }) => [line, name]));
  const words = { operatorName: directory.operatorName, lineName: (line: string) => lineNames.get(line) ?? line };
  const ice = { configuration, onUnreadable: (sentence: string) => log.warn(sentence) };
  return {
    ...sessionCommands({ accounts, sessions, throttle: openThrottle(clock), directory, centre }),
    ...deskCommands({ centre, seats, keys, ports: configuration.deskPorts, ice, clock }),
    ...callCommands(centre, record.views),
    ...pastCallCommands({ views: record.views, personal: record.personal, words, configuration, reads }),
    ...lineCommands({ views: record.views, centre, exchange, words, clock }),
    ...incidentCommands({ centre, texts, known, timelines, views: record.views, reads }),
    ...dispatchCommands(centre, texts),
    ...partyCommands({
      centre,
      personal: record.personal,
      agencyPhone: directory.agencyPhone,
      numbering: createNumbering(
        configuration.sip.country,
        configuration.lines.flatMap(({ dialled }) => dialled),
      ),
    }),
    ...callbackCommands(centre),
    ...policyCommands({ centre, live: parts.live, directory, policyFile: parts.policyFile, runs }),
    ...plannerCommands(runs),
    ...houseCommands({ configuration, city, centre, exchange, clock, reads, httpsPort: configuration.http.httpsPort }),
  };
}
