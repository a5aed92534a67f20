import { readFileSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CityOnRecord } from "../city/open-city.ts";
import type { HttpParts, OpenHttp } from "../ports.ts";
import { buildApp } from "./app.ts";
import { openLiveSockets } from "./live-socket.ts";
import { openSessions } from "./sign-in/sessions.ts";

/** A port of ours is in use. The message says which, and what to set. */
export class PortTakenError extends Error {
  override name = "PortTakenError";
}

/** A request that is not whole after so long is given up (ms): half a form from a lost network must not hold a connection. */
const requestTimeout = 30_000;

/** What `siaga staff` changed is known here after so long (ms). */
const rereadEvery = 5_000;

/** The ports really listened on (a configured 0 lets the system choose). */
export type Listening = OpenHttp & { readonly port: number; readonly httpsPort: number | null };

/** Serves HTTP, HTTPS (the same app, where the certificate files are there) and the live view on both. */
export async function openHttp(parts: HttpParts<CityOnRecord>): Promise<Listening> {
  const { address, port, httpsPort } = parts.configuration.http;
  const sessions = openSessions(parts.record.sessions, parts.city.accounts, parts.clock, parts.log);
  const sockets = openLiveSockets({ ...parts, sessions });
  const app = await buildApp(parts, sessions, sockets);
  await app.ready();

  const tls = certificate(parts);
  const secure = tls === null ? null : createHttps(tls, (request, response) => app.routing(request, response));
  const servers: Server[] = secure === null ? [app.server] : [app.server, secure];
  for (const server of servers) {
    server.requestTimeout = requestTimeout;
    sockets.attachTo(server);
  }
  await app.listen({ host: address, port }).catch(explainTaken("SIAGA_HTTP_PORT", port));
  if (secure !== null)
    await listen(secure, address, httpsPort)
      .catch(explainTaken("SIAGA_HTTPS_PORT", httpsPort))
      .catch(async (error) => {
        await app.close();
        throw error;
      });
  // With the record away everybody goes on signing in as before.
  const rereading = setInterval(() => void parts.city.accounts.reread().catch(() => {}), rereadEvery);
  return {
    port: portOf(app.server),
    httpsPort: secure === null ? null : portOf(secure),
    async close() {
      clearInterval(rereading);
      sockets.close();
      const impatient = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), 2_000);
      const closed = secure === null ? null : new Promise((resolve) => secure.close(resolve));
      servers.forEach((server) => server.closeIdleConnections());
      await Promise.all([app.close(), closed]);
      clearTimeout(impatient);
    },
  };
}

/** The certificate's files, read once: null (and a line in the log) when they cannot be read, so that HTTP still serves the room. */
function certificate({
  configuration,
  log,
}: Pick<HttpParts, "configuration" | "log">): { cert: Buffer; key: Buffer } | null {
  const { certificateFile, keyFile } = configuration.http;
  try {
    return { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
  } catch (error) {
    log.warn({ code: (error as NodeJS.ErrnoException).code, certificateFile }, "no certificate: HTTPS is not served");
    return null;
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });

const explainTaken =
  (variable: string, port: number) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new PortTakenError(`Port ${port} is in use by another program: stop it or set ${variable} to a free port.`);
  };
