import { randomUUID } from "node:crypto";
import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { DeskId, DeskRole } from "@siaga/core";
import type { Seat } from "../../city/open-city.ts";
import { type Actor, deskRoleOf } from "../../policies/actor.ts";
import type { Centre, Clock } from "../../ports.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { CommandsOf } from "../route.ts";
import { deskOf, submit, submitFromDesk } from "../submit.ts";
import { type IceParts, iceServersFor } from "../sign-in/ice-servers.ts";
import { signDeskToken } from "../sign-in/tokens.ts";

/** A desk token outlasts any shift (contracts/desk-link.ts). */
const tokenLasts = 12 * 3_600_000;

type DeskRoute = "claimDesk" | "leaveDesk" | "ready" | "pause" | "finishWrapUp";
type DeskPorts = {
  readonly centre: Pick<Centre, "accept" | "state">;
  readonly seats: readonly Seat[];
  readonly keys: Pick<InstanceKeys, "deskToken">;
  readonly ports: Configuration["deskPorts"];
  readonly ice: IceParts;
  readonly clock: Clock;
};

/** Taking a seat, leaving it, being ready or not. */
export function deskCommands({ centre, seats, keys, ports, ice, clock }: DeskPorts): CommandsOf<DeskRoute> {
  return {
    async claimDesk({ body, actor }) {
      const role = deskRoleOf(actor);
      if (role === null) return new Refused("not-allowed");
      const chosen = chooseSeat(centre, seats, actor, role, body.desk);
      if (chosen instanceof Refused) return chosen;
      const seated = await sit(centre, actor, role, chosen.desk);
      if (seated instanceof Refused) return seated;
      const issuedAt = clock.now();
      const claims = { desk: chosen.desk, operator: actor.operator, role, claim: randomUUID(), issuedAt };
      return {
        desk: chosen.desk,
        deskName: chosen.name,
        token: signDeskToken({ ...claims, expiresAt: issuedAt + tokenLasts }, keys),
        ports: { http: ports.http, https: ports.https },
        iceServers: iceServersFor(chosen.desk, { now: issuedAt, lasts: tokenLasts }, ice),
      };
    },
    leaveDesk: ({ actor }) => submitFromDesk(centre, actor, (desk) => ({ type: "operator.signed-out", desk })),
    ready: ({ actor }) => submitFromDesk(centre, actor, (desk) => ({ type: "operator.readied", desk })),
    pause: ({ actor, body: { reason } }) =>
      submitFromDesk(centre, actor, (desk) => ({ type: "operator.paused", desk, reason })),
    finishWrapUp: ({ actor }) => submitFromDesk(centre, actor, (desk) => ({ type: "wrap-up.finished", desk })),
  };
}

/** The desk asked for, else the one this person sits at already, else the first free one meant for their role. */
function chooseSeat(
  centre: Pick<Centre, "state">,
  seats: readonly Seat[],
  actor: Actor,
  role: DeskRole,
  asked: DeskId | undefined,
): Seat | Refused {
  const taken = centre.state().desks;
  const wanted = asked ?? deskOf(centre, actor);
  if (wanted !== null) {
    const seat = seats.find(({ desk }) => desk === wanted);
    if (seat === undefined) return new Refused("no-such-desk");
    const sitting = taken.get(wanted)?.operator ?? actor.operator;
    return sitting === actor.operator ? seat : new Refused("desk-occupied");
  }
  const free = seats.filter(({ desk }) => !taken.has(desk));
  const meant = free.find((seat) => seat.forSupervisor === (role === "supervisor"));
  return meant ?? free[0] ?? new Refused("no-free-desk");
}

/** Sits down, leaving another desk first. Claiming one's own desk again (a refreshed page) changes nothing. */
async function sit(
  centre: Pick<Centre, "accept" | "state">,
  actor: Actor,
  role: DeskRole,
  desk: DeskId,
): Promise<undefined | Refused> {
  const present = deskOf(centre, actor);
  if (present === desk) return undefined;
  if (present !== null) {
    const left = await submit(centre, { type: "operator.signed-out", desk: present });
    if (left instanceof Refused) return left;
  }
  return submit(centre, { type: "operator.signed-in", operator: actor.operator, desk, role });
}
