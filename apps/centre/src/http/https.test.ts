import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { PortTakenError } from "./open-http.ts";
import { openTestRoom } from "./test-room.ts";

const folder = mkdtempSync(join(tmpdir(), "siaga-tls-"));
after(() => rmSync(folder, { recursive: true }));

/** A certificate for 127.0.0.1 that signs itself, standing in for the local authority's. */
function makeCertificate() {
  const [keyFile, certificateFile] = [join(folder, "server.key"), join(folder, "server.crt")];
  const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=siaga";
  const names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyFile, "-out", certificateFile];
  execFileSync("openssl", [...words.split(" "), ...names], { stdio: "ignore" });
  return { keyFile, certificateFile, localCaFile: certificateFile };
}

test("over TLS the same room is served: a Secure cookie, the live view, the authority's page", async () => {
  const files = makeCertificate();
  const room = await openTestRoom(files);
  const ca = readFileSync(files.certificateFile);
  const ask = (method: string, path: string, body?: string) =>
    new Promise<{ status: number; cookies: string[]; text: string }>((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const asked = request(
        { host: "127.0.0.1", port: room.httpsPort, ca, method, path, ...(body !== undefined && { headers }) },
        async (answer) => {
          let text = "";
          for await (const part of answer) text += String(part);
          resolve({ status: answer.statusCode ?? 0, cookies: answer.headers["set-cookie"] ?? [], text });
        },
      );
      asked.on("error", reject);
      asked.end(body);
    });
  try {
    const signedIn = await ask("POST", "/api/session", JSON.stringify({ username: "ani", password: "siaga112" }));
    assert.equal(signedIn.status, 200);
    assert.match(signedIn.cookies[0] ?? "", /; Secure/);
    const cookie = signedIn.cookies[0]?.split(";")[0] ?? "";
    const first = await new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(`wss://127.0.0.1:${room.httpsPort}/live`, { ca, headers: { cookie } });
      socket.on("message", (text) => resolve(String(text)));
      socket.on("error", reject);
    });
    assert.match(first, /"type":"board"/);
    assert.match((await ask("GET", "/ca")).text, /Mempercayai[\s\S]*Trusting/);
    assert.match((await ask("GET", "/ca.crt")).text, /BEGIN CERTIFICATE/);
  } finally {
    await room.close();
  }
});

test("a request that never becomes whole is given up after 30 s, in the open and over TLS", async () => {
  const files = makeCertificate();
  const room = await openTestRoom(files);
  const servers = new Set<Server>();
  const seen = (message: unknown): void => void servers.add((message as { server: Server }).server);
  subscribe("http.server.request.start", seen);
  try {
    await fetch(`${room.origin}/api/health`);
    const ca = readFileSync(files.certificateFile);
    await new Promise<void>((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: room.httpsPort, ca, path: "/api/health" }, (answer) => {
        answer.resume().on("end", resolve);
      });
      asked.on("error", reject).end();
    });
    assert.deepEqual(
      [...servers].map(({ requestTimeout }) => requestTimeout),
      [30_000, 30_000],
    );
  } finally {
    unsubscribe("http.server.request.start", seen);
    await room.close();
  }
});

test("a taken port is one clear sentence, and without a certificate HTTP is served all the same", async () => {
  const room = await openTestRoom();
  try {
    assert.equal(room.httpsPort, null);
    assert.ok(room.lines.some((line) => line.includes("HTTPS is not served")));
    await assert.rejects(
      openTestRoom({ port: room.port }),
      (error) => error instanceof PortTakenError && /SIAGA_HTTP_PORT/.test(error.message),
    );
  } finally {
    await room.close();
  }
});
