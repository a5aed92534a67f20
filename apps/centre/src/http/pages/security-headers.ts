import type { Configuration } from "@siaga/configuration";
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { IncomingMessage } from "node:http";

/**
 * Content-Security-Policy: our own scripts only; sockets to this machine's centre and desk ports; style attributes as
 * the component kit writes them. No upgrade-insecure-requests and no HSTS: a room may begin on plain HTTP.
 */
export async function addSecurityHeaders(app: FastifyInstance, ports: Configuration["deskPorts"]): Promise<void> {
  const self = "'self'";
  await app.register(helmet, {
    strictTransportSecurity: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [self],
        scriptSrc: [self],
        styleSrc: [self, "'unsafe-inline'"],
        imgSrc: [self, "data:", "blob:"],
        fontSrc: [self, "data:"],
        mediaSrc: [self, "blob:"],
        workerSrc: [self, "blob:"],
        connectSrc: [self, (request) => socketsOf(request.headers.host, ports)],
        objectSrc: ["'none'"],
        baseUri: [self],
        formAction: [self],
        frameAncestors: ["'none'"],
      },
    },
  });
  app.addHook("onSend", async (_request, reply) => {
    reply.header("permissions-policy", "microphone=(self), camera=(), geolocation=()");
  });
}

/** Where this page may open sockets: the live view here, the desk ports beside it. */
function socketsOf(host: IncomingMessage["headers"]["host"], ports: Configuration["deskPorts"]): string {
  const name = /^([a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(host ?? "");
  /** CSP's host-source has no form for an IPv6 literal (CSP3 §2.3.1). */
  if (name === null) return "ws: wss:";
  const here = name[2] === undefined ? "" : `:${name[2]}`;
  return [
    `ws://${name[1]}${here}`,
    `wss://${name[1]}${here}`,
    `ws://${name[1]}:${ports.http}`,
    `wss://${name[1]}:${ports.https}`,
  ].join(" ");
}
