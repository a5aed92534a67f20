import type { AddParty } from "@siaga/contracts";
import type { AgencyId, PartyTo } from "@siaga/core";
import type { Numbering } from "@siaga/sip";
import { normaliseNumber } from "@siaga/sip";
import type { Personal } from "@siaga/postgres";
import type { Centre } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import { within } from "../../runtime/within.ts";
import type { CommandsOf } from "../route.ts";
import { submitFromDesk } from "../submit.ts";

type PartyRoute = "addParty" | "leaveCall" | "confer" | "returnToCall" | "dropParty" | "holdParty" | "resumeParty";
type PartyPorts = {
  readonly centre: Pick<Centre, "accept" | "state">;
  readonly personal: Pick<Personal, "numberId">;
  readonly agencyPhone: (agency: AgencyId) => string | null;
  readonly numbering: Numbering | null;
};

/** A number that was typed is kept encrypted before anything refers to it; not longer than this (ms). */
const patience = 1_000;

/** Bringing others into a call, leaving them together, taking part again. */
export function partyCommands(ports: PartyPorts): CommandsOf<PartyRoute> {
  const { centre } = ports;
  return {
    async addParty({ params: { call }, body: { party, to, how }, actor }) {
      const whom = await refer(to, ports);
      if (whom instanceof Refused) return whom;
      return submitFromDesk(centre, actor, (desk) => ({ type: "party.requested", call, desk, party, to: whom, how }));
    },
    leaveCall: ({ params: { call }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "transfer.completed", call, desk })),
    confer: ({ params: { call }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "conference.requested", call, desk })),
    returnToCall: ({ params: { call }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "return.requested", call, desk })),
    dropParty: ({ params: { party }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "party.released", party, desk })),
    holdParty: ({ params: { party }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "party.hold-requested", party, desk })),
    resumeParty: ({ params: { party }, actor }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "party.hold-ended", party, desk })),
  };
}

/** What the log may say of whom is called: never a number. */
async function refer(to: AddParty["to"], { personal, agencyPhone, numbering }: PartyPorts): Promise<PartyTo | Refused> {
  if (to.kind === "desk") return to;
  if (to.kind === "agency") return agencyPhone(to.agency) === null ? new Refused("no-phone") : to;
  const normalised = numbering && normaliseNumber(to.number, numbering);
  if (normalised === null) return new Refused("bad-number");
  const number = await within(patience, personal.numberId(normalised));
  return number === null ? new Refused("number-not-kept") : { kind: "number", number };
}
