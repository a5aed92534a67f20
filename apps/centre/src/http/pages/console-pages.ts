import { existsSync } from "node:fs";
import { join, sep } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { refuseUnknown } from "../refusals-at-the-edge.ts";

const year = 31_536_000;
const notBuilt = `<!doctype html><html lang="id"><meta charset="utf-8"><title>Siaga 112</title>
<p>Konsol belum dibangun. Jalankan <code>npm start</code>; konsol dibangun saat mulai.</p>
<p lang="en">The console is not built yet. Run <code>npm start</code>; it builds the console as it starts.</p></html>`;

/** Serves the built console; every address that is no file and no API is a screen of the console. */
export async function serveConsole(app: FastifyInstance, dist: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: dist,
    cacheControl: false,
    index: false,
    wildcard: true,
    setHeaders: (reply, path) => void reply.header("cache-control", cachingOf(path)),
  });
  app.setNotFoundHandler((request, reply) => {
    const isScreen = request.method === "GET" && !/^\/(api|metrics|live|assets)(\/|$|\?)/.test(request.url);
    if (!isScreen) return refuseUnknown(request, reply);
    if (!existsSync(join(dist, "index.html"))) return reply.code(503).type("text/html").send(notBuilt);
    return reply.sendFile("index.html");
  });
  app.get("/", { schema: { hide: true } }, (_request, reply) => reply.callNotFound());
}

/** Files under assets/ carry a hash of their content in the name, so they never change; the page that names them may. */
const cachingOf = (path: string): string =>
  path.includes(`${sep}assets${sep}`) ? `public, max-age=${year}, immutable` : "no-store";
