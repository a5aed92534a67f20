import type { FastifyInstance } from "fastify";
import { Gauge, Histogram, type Registry } from "prom-client";
import type { LiveSockets } from "./live-socket.ts";

/** `GET /metrics` in Prometheus' text format: counts and durations, never a person. */
export function serveMetrics(app: FastifyInstance, registry: Registry, sockets: Pick<LiveSockets, "count">): void {
  const seconds = new Histogram({
    name: "siaga_http_request_seconds",
    help: "Time to answer a request, by route",
    labelNames: ["route", "method", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers: [registry],
  });
  const screens = new Gauge({
    name: "siaga_live_connections",
    help: "Screens on the live view",
    registers: [],
    collect() {
      this.set(sockets.count());
    },
  });
  registry.registerMetric(screens);
  app.addHook("onResponse", async (request, reply) => {
    const { url: route = "none", method = request.method } = request.routeOptions;
    seconds.observe({ route, method: String(method), status: reply.statusCode }, reply.elapsedTime / 1_000);
  });
  app.get("/metrics", { schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
