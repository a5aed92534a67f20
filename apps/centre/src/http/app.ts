import { join } from "node:path";
import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { CityOnRecord } from "../city/open-city.ts";
import { openRuns } from "../planning/runs.ts";
import type { HttpParts } from "../ports.ts";
import { serveAuthority } from "./pages/authority-pages.ts";
import { commandsOf } from "./commands.ts";
import { serveConsole } from "./pages/console-pages.ts";
import type { LiveSockets } from "./live-socket.ts";
import { serveMetrics } from "./metrics.ts";
import { refuseAtTheEdge } from "./refusals-at-the-edge.ts";
import { addSecurityHeaders } from "./pages/security-headers.ts";
import { serveRoutes } from "./serve-routes.ts";
import type { Sessions } from "./sign-in/sessions.ts";
import { openTextSpool } from "./texts/text-spool.ts";
import { version } from "./version.ts";

/** Larger than any form of ours: narratives are at most 4,000 characters. */
const bodyLimit = 64 * 1024;

/** The app both servers share: headers, contracts, OpenAPI, metrics, the console's files. */
export async function buildApp(
  parts: HttpParts<CityOnRecord>,
  sessions: Sessions,
  sockets: Pick<LiveSockets, "count">,
): Promise<FastifyInstance> {
  const { configuration, keys, registry, log } = parts;
  const loggerInstance: FastifyBaseLogger = log.child({ part: "http" });
  const logController = new LogController({ disableRequestLogging: true });
  const app: FastifyInstance = Fastify({ bodyLimit, loggerInstance, logController });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  parseJson(app);
  refuseAtTheEdge(app);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  await addSecurityHeaders(app, configuration.deskPorts);
  await describe(app);
  serveMetrics(app, registry, sockets);
  const spool = openTextSpool(join(configuration.dataDir, "unkept-texts"), keys.personal, parts.record.personal, log);
  app.addHook("onClose", async () => spool.close());
  const runs = openRuns();
  app.addHook("onClose", () => runs.close());
  serveRoutes(app, commandsOf(parts, sessions, spool, runs), sessions, keys);
  app.get("/api/openapi.json", { schema: { hide: true } }, () => app.swagger());
  if (configuration.http.localCaFile !== null) serveAuthority(app, configuration.http.localCaFile);
  await serveConsole(app, join(import.meta.dirname, "../../../console/dist"));
  return app;
}

/** JSON without prototype keys; an empty body is no body, for browsers that always name a type. */
function parseJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") return done(null, undefined);
    return parse(request, body as string, (error, value: unknown) => {
      if (error === null && !isStorable(value)) return done(new SyntaxError("NUL or lone surrogate"));
      return done(error, value);
    });
  });
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair; one such text must not hold up the log. */
function isStorable(value: unknown): boolean {
  try {
    return !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value) ?? "");
  } catch {
    return false;
  }
}

const describe = (app: FastifyInstance): Promise<void> =>
  Promise.resolve(
    app.register(swagger, {
      openapi: {
        openapi: "3.1.0",
        info: {
          title: "Siaga 112",
          version,
          description: "Every refusal is `{ code, sentence }`. The live view is a WebSocket at `/live`.",
        },
        components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "siaga_session" } } },
        security: [{ session: [] }],
      },
      transform: jsonSchemaTransform,
    }),
  ).then(() => undefined);
