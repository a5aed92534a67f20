import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type EdgeCode } from "../presenters/refusal-words.ts";
import { Refused } from "../presenters/refusal.ts";
import { methodsAt } from "./route.ts";
import { sendRefusal } from "./serve-routes.ts";

/** Whatever goes wrong outside a command leaves as a refusal with a sentence; a stack trace never leaves. */
export function refuseAtTheEdge(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refused = refusedBy(error);
    if (refused.code === "internal")
      request.log.error({ err: error, route: request.routeOptions.url }, "request failed");
    return sendRefusal(reply, refused, null, request);
  });
}

/** An address nothing is served at: 404, or 405 with Allow (RFC 9110 §15.5.6). */
export function refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = methodsAt(request.url.split("?")[0] ?? "");
  if (methods.length === 0) return sendRefusal(reply, new Refused("not-found"), null, request);
  return sendRefusal(reply.header("allow", methods.join(", ")), new Refused("method-not-allowed"), null, request);
}

/** Fastify's and zod's errors as refusals. Only names of fields are repeated, never what was sent. */
function refusedBy(error: FastifyError): Refused {
  if (hasZodFastifySchemaValidationErrors(error))
    return new Refused("bad-request", fieldOf(error.validation[0]?.instancePath));
  if (error instanceof SyntaxError) return new Refused("not-json");
  return new Refused(codes[error.code] ?? byStatus(error.statusCode ?? 500));
}

const codes: Readonly<Record<string, EdgeCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "not-json",
  FST_ERR_CTP_INVALID_JSON_BODY: "not-json",
  FST_ERR_BAD_URL: "not-found",
};

const byStatus = (status: number): EdgeCode => {
  if (status === 429) return "too-many-attempts";
  return status >= 400 && status < 500 ? "bad-request" : "internal";
};

const fieldOf = (path: string | undefined): string | null => path?.split("/").filter(Boolean).join(".") || null;
