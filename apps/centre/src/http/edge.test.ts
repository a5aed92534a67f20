import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { after, before, test } from "node:test";
import { type RouteName, routes } from "@siaga/contracts";
import { openTestRoom, signIn, type TestRoom } from "./test-room.ts";

let room: TestRoom;
let ani: Awaited<ReturnType<typeof signIn>>;
before(async () => {
  room = await openTestRoom();
  ani = await signIn(room, "ani");
});
after(() => room.close());

type Operation = { operationId: string; responses: Record<string, unknown>; requestBody?: unknown };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

test("every contract is served and documented in OpenAPI 3.1, and nothing else is", async () => {
  const { json } = await ani.ask("GET", "/api/openapi.json");
  const document = json as Document;
  assert.match(document.openapi, /^3\.1/);
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => [operation.operationId, `${method.toUpperCase()} ${path}`]),
  );
  const contracts = Object.entries(routes).map(([name, { method, url }]) => [
    name,
    `${method} ${url.replace(/:(\w+)/g, "{$1}")}`,
  ]);
  assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(contracts));
  for (const [name, contract] of Object.entries(routes) as [
    RouteName,
    { url: string; method: string; body?: unknown },
  ][]) {
    const operation = document.paths[contract.url.replace(/:(\w+)/g, "{$1}")]?.[contract.method.toLowerCase()];
    assert.equal(operation?.requestBody !== undefined, contract.body !== undefined, name);
    assert.ok(operation?.responses["4XX"] ?? operation?.responses["4xx"], `${name} documents its refusals`);
  }
});

const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
const hostile: Readonly<Record<string, { body: string; status: number; type?: string }>> = {
  "half a JSON": { body: '{"reason":', status: 400 },
  "no JSON at all": { body: "reason=istirahat", status: 400 },
  "an array": { body: "[]", status: 400 },
  "a bare null": { body: "null", status: 400 },
  "a number for a text": { body: '{"reason":5}', status: 400 },
  "a nested text": { body: '{"reason":{"$ne":null}}', status: 400 },
  "a text beyond its limit": { body: JSON.stringify({ reason: "x".repeat(81) }), status: 400 },
  "a prototype key": { body: '{"__proto__":{"role":"admin"},"reason":"x"}', status: 400 },
  "a constructor key": { body: '{"constructor":{"prototype":{}},"reason":"x"}', status: 400 },
  "a NUL, which the log could not keep": { body: '{"reason":"a\\u0000b"}', status: 400 },
  "half a surrogate pair": { body: '{"reason":"\\ud800"}', status: 400 },
  "nesting without end": { body: `{"reason":${deep}}`, status: 400 },
  "more than any form holds": { body: JSON.stringify({ reason: "x".repeat(70_000) }), status: 413 },
  "another media type": { body: "<reason/>", status: 400, type: "application/xml" },
};
for (const [name, { body, status, type }] of Object.entries(hostile)) {
  test(`${name} is refused with a sentence, never with a stack trace`, async () => {
    const answer = await ani.ask("POST", "/api/desk/pause", body, { ...(type && { "content-type": type }) });
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(Object.keys(answer.json).toSorted(), ["code", "sentence"]);
    assert.doesNotMatch(answer.text, /node_modules|\n\s+at |Error:|\.ts:/);
  });
}

test("a field that cannot be accepted is named in the sentence", async () => {
  const answer = await ani.ask("POST", "/api/desk/pause", {});
  assert.match(answer.json.sentence, /\(reason\)/);
});

test("an address that does not exist is a 404, a wrong method a 405 that names the right ones", async () => {
  const missing = await ani.ask("GET", "/api/no-such-thing");
  assert.deepEqual([missing.status, missing.json.code], [404, "not-found"]);
  const wrong = await ani.ask("PUT", "/api/calls/abc/answer", {});
  assert.deepEqual([wrong.status, wrong.json.code, wrong.headers.get("allow")], [405, "method-not-allowed", "POST"]);
  const encoded = await ani.ask("GET", "/api/incidents/%00%ff");
  assert.ok([400, 404].includes(encoded.status), String(encoded.status));
  const climbing = await ani.ask("GET", "/..%2f..%2fpackage.json");
  assert.doesNotMatch(climbing.text, /"dependencies"/);
});

test("bytes that are no HTTP get a 400 and the room goes on", async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: room.port });
    let text = "";
    socket.on("data", (bytes) => (text += bytes));
    socket.on("close", () => resolve(text));
    socket.on("error", () => resolve(text));
    socket.write("\x16\x03\x01 INVITE sip:112@siaga SIP/2.0\r\n\r\n");
  });
  assert.match(answer, /^HTTP\/1\.1 400/);
  assert.equal((await ani.ask("GET", "/api/session")).status, 200);
});

test("pages may run our scripts only and open sockets to this house only", async () => {
  const policy = (await fetch(room.origin)).headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self';/);
  assert.match(
    policy,
    /connect-src 'self' ws:\/\/127\.0\.0\.1:\d+ wss:\/\/127\.0\.0\.1:\d+ ws:\/\/127\.0\.0\.1:31114 wss:\/\/127\.0\.0\.1:31115;/,
  );
  assert.match(policy, /worker-src 'self' blob:;/);
  assert.doesNotMatch(policy, /upgrade-insecure-requests/);
});

test("health is open to watchers and says nothing of any person", async () => {
  const health = await fetch(`${room.origin}/api/health`);
  const body = (await health.json()) as Record<string, unknown>;
  assert.equal(health.status, 200);
  assert.partialDeepStrictEqual(body, { status: "degraded", record: "database", exchange: { link: "down" } });
  assert.ok((body["disk"] as { totalBytes: number }).totalBytes > 0);
});

test("metrics are Prometheus text by route, never by what was asked", async () => {
  await ani.ask("GET", "/api/incidents/secret-name");
  const metrics = await (await fetch(`${room.origin}/metrics`)).text();
  assert.match(
    metrics,
    /siaga_http_request_seconds_count\{route="\/api\/incidents\/:incident",method="GET",status="404"\} 1/,
  );
  assert.match(metrics, /siaga_live_connections 0/);
  assert.doesNotMatch(metrics, /secret-name/);
});

test("no request left a line in the log that names a person or what they wrote", () => {
  assert.doesNotMatch(room.lines.join("\n"), /siaga112|Ani Rahmawati|__proto__/);
});

test("an address that tries to sign in without end is told to wait a minute", async () => {
  const attempts = await Promise.all(Array.from({ length: 62 }, () => ani.ask("POST", "/api/session", {})));
  const refused = attempts.find(({ status }) => status === 429);
  assert.equal(refused?.json.code, "too-many-attempts");
  assert.equal((await ani.ask("GET", "/api/session")).status, 200, "those signed in go on");
});
