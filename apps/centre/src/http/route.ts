/** Route = contract → policy → command → presenter. One command for each contract: a new contract does not compile until it is served. */
import { type RouteName, routes } from "@siaga/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "../policies/actor.ts";
import type { Refused } from "../presenters/refusal.ts";

type Contract<N extends RouteName> = (typeof routes)[N];
export type BodyOf<N extends RouteName> = Contract<N> extends { body: infer B extends z.ZodType } ? z.output<B> : null;
export type AnswerOf<N extends RouteName> =
  Contract<N> extends { response: infer R extends z.ZodType } ? z.output<R> : undefined;
/** The names after a colon in the contract's address. */
export type ParamsOf<N extends RouteName> = { readonly [P in ParamNames<Contract<N>["url"]>]: string };
type ParamNames<U extends string> = U extends `${string}/:${infer P}/${infer Rest}`
  ? P | ParamNames<`/${Rest}`>
  : U extends `${string}/:${infer P}`
    ? P
    : never;

/** What a command receives: checked against the contract, let in by the policy. */
export type Asked<N extends RouteName> = {
  readonly params: ParamsOf<N>;
  readonly body: BodyOf<N>;
  readonly actor: N extends "signIn" | "health" ? null : Actor;
  /** For the few commands that set a cookie or stream a file. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};
/** The command itself wrote the reply (a file). */
export const streamed = Symbol("streamed");
export type Command<N extends RouteName> = (
  asked: Asked<N>,
) => Promise<AnswerOf<N> | Refused | typeof streamed> | AnswerOf<N> | Refused;
export type Commands = { readonly [N in RouteName]: Command<N> };
/** Some of the commands, as one file of routes/ gives them. */
export type CommandsOf<N extends RouteName> = { readonly [M in N]: Command<M> };

/** Ids are ours: letters, digits, dashes. */
const param = z.string().regex(/^[\w-]{1,64}$/);

/** Checks an address's parameters; null where it has none. */
export function paramsSchemaOf(url: string): z.ZodType | null {
  const names = [...url.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  return names.length === 0 ? null : z.object(Object.fromEntries(names.map((name) => [name, param])));
}

/** Methods the contract gives an address, for 405 with Allow (RFC 9110 §15.5.6). Empty when there is no such address. */
export function methodsAt(path: string): string[] {
  return Object.values(routes)
    .filter(({ url }) => new RegExp(`^${url.replace(/:\w+/g, "[^/]+")}$`).test(path))
    .map(({ method }) => method);
}
