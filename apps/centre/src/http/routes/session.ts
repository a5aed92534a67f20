import { setTimeout as wait } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import type { Accounts } from "../../city/accounts.ts";
import { passwordMatches } from "../../city/password.ts";
import type { Centre, Directory } from "../../ports.ts";
import { presentMe } from "../../presenters/me.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { CommandsOf } from "../route.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { deskOf, submit } from "../submit.ts";
import type { Throttle } from "../sign-in/throttle.ts";

type SessionPorts = {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly directory: Directory;
  readonly centre: Pick<Centre, "accept" | "state">;
};

/** Strict keeps other sites' requests without the cookie; Secure wherever the page itself came over TLS. */
const cookieOptions = (request: FastifyRequest) =>
  ({ path: "/", httpOnly: true, sameSite: "strict", secure: request.protocol === "https" }) as const;

/** Signing in and out. A wrong password and an unknown user look and take the same. */
export function sessionCommands(ports: SessionPorts): CommandsOf<"signIn" | "whoAmI" | "signOut"> {
  const { accounts, sessions, throttle, directory, centre } = ports;
  return {
    async signIn({ body: { username, password }, request, reply }) {
      await wait(throttle.delayOf(username, request.ip));
      const account = accounts.byUsername(username.toLowerCase());
      if (!(await passwordMatches(account?.passwordHash ?? null, password)) || account === null) {
        throttle.failed(username, request.ip);
        return new Refused("wrong-password");
      }
      throttle.succeeded(username, request.ip);
      const actor = accounts.actor(account.operator);
      if (actor === null) return new Refused("wrong-password");
      reply.setCookie(sessions.cookie, await sessions.begin(account.operator), cookieOptions(request));
      return presentMe(actor, deskOf(centre, actor), directory);
    },
    whoAmI: ({ actor }) => presentMe(actor, deskOf(centre, actor), directory),
    async signOut({ actor, request, reply }) {
      /** An empty chair is not offered calls; in a conversation the core keeps it until that ends. */
      const desk = deskOf(centre, actor);
      if (desk !== null) await submit(centre, { type: "operator.signed-out", desk });
      const token = request.cookies[sessions.cookie];
      if (token !== undefined) await sessions.end(token);
      reply.clearCookie(sessions.cookie, cookieOptions(request));
      return undefined;
    },
  };
}
