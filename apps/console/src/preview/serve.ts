/** Shows the console without a centre: a live feed that stands still in one scene. Test code; never in the bundle. */
import { readFileSync, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Me } from "@siaga/contracts/http";
import { WebSocketServer } from "ws";
import { demoReference } from "./city.ts";
import { type Line, openLine } from "./line.ts";
import { openPlanning } from "./planning.ts";
import { roomAt, type Scene } from "./room.ts";

const dist = join(import.meta.dirname, "../../dist");
const kinds: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".html": "text/html",
};

/** One command the page sent: `POST /api/calls/t1/glance`, with its body, or `desk answer-call t1`. */
export type Heard = { readonly said: string; readonly body: string };
export type Preview = {
  readonly url: string;
  readonly heard: readonly Heard[];
  readonly line: Line;
  readonly close: () => Promise<void>;
};
export type PreviewOf = { readonly scene: Scene; readonly me: Me | null };

/** Opens the preview on a free port of this machine. */
export async function openPreview(shown: PreviewOf): Promise<Preview> {
  const heard: Heard[] = [];
  const planning = openPlanning();
  const server = createServer((request, response) => {
    if (request.method !== "GET") void hear(request, heard);
    const planned = planning(request.method ?? "GET", request.url ?? "", Date.now());
    if (planned === undefined) return answer(request, response, shown, portOf(server));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(planned));
  });
  const line = openLine({
    boardNow: () => roomAt(shown.scene, Date.now(), shown.me?.operator ?? ""),
    onWord: (word) => heard.push({ said: `desk ${word.type}${"call" in word ? ` ${word.call}` : ""}`, body: "" }),
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => line.attach(socket, request.url ?? ""));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    heard,
    line,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function hear(request: IncomingMessage, heard: Heard[]): Promise<void> {
  let body = "";
  for await (const part of request) body += String(part);
  heard.push({ said: `${request.method} ${request.url}`, body });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function answer(request: IncomingMessage, response: ServerResponse, shown: PreviewOf, port: number): void {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path.startsWith("/api/")) return answerApi(path, response, shown, port);
  const file = join(dist, path);
  const served = extname(path) !== "" && existsSync(file) ? file : join(dist, "index.html");
  response.setHeader("content-type", kinds[extname(served)] ?? "application/octet-stream");
  response.end(readFileSync(served));
}

function answerApi(path: string, response: ServerResponse, { me }: PreviewOf, port: number): void {
  const now = Date.now();
  const timeline = [
    "incident.opened",
    "dispatch.sent",
    "dispatch.delivered",
    "dispatch.acknowledged",
    "incident.noted",
  ].map((type, n) => ({
    at: now - (5 - n) * 30_000,
    type,
    by: n === 0 ? "Sari Wulandari" : null,
    agency: type.startsWith("dispatch") ? "damkar" : null,
    text: type === "incident.noted" ? "Jalan sempit, jemput di gapura biru" : null,
    call: null,
  }));
  const answers: Readonly<Record<string, unknown>> = {
    "/api/session": me,
    "/api/reference": demoReference(),
    "/api/desk": {
      desk: "meja-2",
      deskName: "Meja 2",
      token: "preview",
      ports: { http: port, https: null },
      iceServers: [],
    },
    "/api/test-numbers": { numbers: [{ id: "1", masked: "0812 •••• 0000" }] },
    "/api/lines": {
      living: [
        { ...heardCall("a", now - 65_000, "meja-1"), mosIn: 4.3, mosOut: 4.2 },
        { ...heardCall("b", now - 20_000, "meja-3"), mosIn: 2.6, mosOut: null, lossIn: 11.4 },
        heardCall("c", now - 4_000, null),
      ],
      worst: [
        { ...heardCall("d", now - 5_400_000, "meja-2"), mosIn: 2.1, mosOut: 3.9, lossIn: 18.2 },
        { ...heardCall("e", now - 7_200_000, "meja-1"), mosIn: 4.1, mosOut: 3.3, lossOut: 4.8 },
      ],
    },
    "/api/health": {
      status: "ok",
      version: "0.1.0",
      startedAt: now,
      epoch: 3,
      seq: 4711,
      clockOffsetMs: 2,
      disk: { freeBytes: 40e9, totalBytes: 80e9 },
      disks: [
        { disk: "data", freeBytes: 40e9, totalBytes: 80e9, leastBytes: 4e9 },
        { disk: "backup", freeBytes: 3e9, totalBytes: 2_000e9, leastBytes: 20e9 },
      ],
      backup: { state: "ok", lastGoodAt: Date.now() - 5 * 3_600_000, sentence: null, findings: 0 },
      record: "database",
      exchange: {
        link: "up",
        trunks: [
          {
            trunk: "operator",
            state: "up",
            registration: { state: "registered", code: null },
            channels: { used: 2, free: 28 },
          },
          {
            trunk: "gsm",
            state: "down",
            registration: { state: "refused", code: 403 },
            channels: { used: 0, free: 4 },
          },
        ],
        calls: 2,
        desks: ["meja-1", "meja-2"],
        media: "up",
        failOpen: false,
      },
    },
  };
  const found = path.startsWith("/api/incidents/") ? { timeline } : answers[path];
  response.statusCode = found === undefined ? 204 : found === null ? 401 : 200;
  response.setHeader("content-type", "application/json");
  response.end(found === undefined || found === null ? "" : JSON.stringify(found));
}

const heardCall = (id: string, arrivedAt: number, desk: string | null) => ({
  id,
  lineName: "112 Darurat",
  trunk: "operator",
  arrivedAt,
  desk,
  mosIn: null,
  mosOut: null,
  lossIn: 0.2,
  lossOut: null,
  jitterIn: 4,
});
