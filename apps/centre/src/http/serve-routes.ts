import { refusal, type RouteName, routes } from "@siaga/contracts";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import type { InstanceKeys } from "@siaga/configuration";
import { z } from "zod";
import type { Actor } from "../policies/actor.ts";
import { mayPass, routePolicy } from "../policies/route-policy.ts";
import { languageOf, presentRefusal, Refused, statusOf } from "../presenters/refusal.ts";
import { isLoopback, mayCross } from "./sign-in/origin.ts";
import { type Asked, type Commands, paramsSchemaOf, streamed } from "./route.ts";
import type { Sessions } from "./sign-in/sessions.ts";
import { isCliToken } from "./sign-in/tokens.ts";

/** The house's own command line: reads the ledger from this machine, nothing else. */
const commandLine: Actor = { operator: "siaga", name: "siaga", role: "admin", agency: null, language: "en" };
const openToCommandLine: ReadonlySet<RouteName> = new Set(["ledger"]);

/** Serves every contract at its address; each request meets origin, session and policy before its command. */
export function serveRoutes(
  app: FastifyInstance,
  commands: Commands,
  sessions: Sessions,
  keys: Pick<InstanceKeys, "link">,
): void {
  const actorOf = async (name: RouteName, request: FastifyRequest): Promise<Actor | null> => {
    const fromHere = openToCommandLine.has(name) && isLoopback(request.socket.remoteAddress);
    if (fromHere && isCliToken(request.headers.authorization, keys)) return commandLine;
    return sessions.actorOf(request.cookies[sessions.cookie]);
  };
  const actors = new WeakMap<FastifyRequest, Actor>();
  const serve = <N extends RouteName>(name: N): void => {
    const contract: { method: string; url: string; body?: z.ZodType; status?: number } = routes[name];
    const command = commands[name];
    app.route({
      method: contract.method,
      url: contract.url,
      schema: schemaOf(name),
      ...(name === "signIn" && { config: { rateLimit: { max: 60, timeWindow: 60_000 } } }),
      /** Before the body is read: nobody makes the centre parse what they may not send. */
      onRequest: async (request, reply) => {
        const actor = routePolicy[name] === "anyone" ? null : await actorOf(name, request);
        const refused = doorOf(name, actor, request);
        if (refused !== null) return sendRefusal(reply, refused, actor, request);
        if (actor !== null) actors.set(request, actor);
      },
      preValidation: async (request) => {
        if (contract.body !== undefined) request.body ??= {};
      },
      handler: async (request, reply) => {
        const actor = actors.get(request) ?? null;
        const { params, body } = request;
        const answer = await command({ params, body: body ?? null, actor, request, reply } as unknown as Asked<N>);
        if (answer === streamed) return reply;
        if (answer instanceof Refused) return sendRefusal(reply, answer, actor, request);
        if (answer === undefined) return reply.code(204).send();
        return reply
          .code(contract.status ?? 200)
          .header("cache-control", "no-store")
          .send(answer);
      },
    });
  };
  for (const name of Object.keys(routes) as RouteName[]) serve(name);
}

function doorOf(name: RouteName, actor: Actor | null, request: FastifyRequest): Refused | null {
  if (!mayCross(request.raw)) return new Refused("cross-origin");
  if (mayPass(name, actor)) return null;
  return new Refused(actor === null ? "no-session" : "not-allowed");
}

/** Sends a refusal in the person's language, else in the browser's. */
export function sendRefusal(
  reply: FastifyReply,
  refused: Refused,
  actor: Actor | null,
  request: Pick<FastifyRequest, "headers">,
): FastifyReply {
  const language = actor?.language ?? languageOf(request.headers["accept-language"]);
  return reply
    .code(statusOf(refused.code))
    .header("cache-control", "no-store")
    .type("application/json; charset=utf-8")
    .serializer(JSON.stringify)
    .send(presentRefusal(refused, language));
}

/** What OpenAPI shows and what fastify checks, from the contract. */
function schemaOf(name: RouteName): FastifySchema {
  const contract: { url: string; body?: z.ZodType; response?: z.ZodType; status?: number } = routes[name];
  const params = paramsSchemaOf(contract.url);
  const answer = {
    ...(contract.response === undefined ? nothing(name) : { [contract.status ?? 200]: contract.response }),
  };
  return {
    operationId: name,
    tags: [contract.url.split("/")[2] ?? "api"],
    ...(routePolicy[name] === "anyone" ? { security: [] } : {}),
    ...(params !== null && { params }),
    ...(contract.body !== undefined && { body: contract.body }),
    response: { ...answer, "4xx": refusal.describe("A sentence saying what to do.") },
  } as FastifySchema;
}

const nothing = (name: RouteName): Record<number, z.ZodType> =>
  name === "recording"
    ? { 200: z.string().meta({ format: "binary", description: "audio/wav; byte ranges are served" }) }
    : { 204: z.null().describe("Done.") };
