import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { InboundCall, RegistrationStanding, TrunkSetting } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, responseText, type WirePeer } from "./wire-peer.ts";

const registration = { user: "0254200112", expires: 600, outbound: false };
const account = { username: "0254200112", password: "rahasia sekali" };
const internals = { keepaliveInterval: null, registrationPace: { first: 200, longest: 400 } };

describe("a trunk we register with", () => {
  let edge: OpenSipEdge;
  let registrar: WirePeer;

  beforeEach(async () => {
    registrar = await openWirePeer(null);
    edge = await open({});
  });
  afterEach(async () => {
    registrar.close();
    await edge.close();
  });

  const open = (changed: Partial<TrunkSetting>): Promise<OpenSipEdge> => {
    const trunk = { ...loopbackTrunk, peer: `sip:127.0.0.1:${registrar.port}`, account, registration, ...changed };
    return openTestEdge({ trunks: [trunk] }, internals);
  };
  const standing = (): RegistrationStanding | null => edge.trunks()[0]?.registration ?? null;
  const asked = (): Promise<string> => registrar.next(/^REGISTER /);
  const grant = (request: string, expires: number, lines = ""): void =>
    registrar.send(responseText(request, "200 OK", "r", `Contact: ${headerOf(request, "Contact").replace(/;expires=\d+/, `;expires=${expires}`)}\n${lines}`)); // prettier-ignore

  test("is asked for our number, and knows where calls go (RFC 3261 §10.2)", async () => {
    const request = await asked();
    assert.match(request, new RegExp(`^REGISTER sip:127.0.0.1:${registrar.port} SIP/2.0`));
    assert.equal(headerOf(request, "To"), "<sip:0254200112@127.0.0.1>");
    assert.equal(headerOf(request, "Contact"), `<sip:0254200112@127.0.0.1:${edge.port}>;expires=600`);
    assert.equal(headerOf(request, "Supported"), "path");
    assert.equal(standing()?.state, "registering");
    grant(request, 600);
    await until(() => standing()?.state === "registered", "registered");
    assert.equal(edge.trunks()[0]?.state, "up");
  });

  test("is asked again well before the time it granted has passed, with the next number", async () => {
    const first = await asked();
    grant(first, 2);
    const begun = performance.now();
    const again = await asked();
    assert.ok(performance.now() - begun < 2_000);
    assert.equal(headerOf(again, "Call-ID"), headerOf(first, "Call-ID"));
    assert.equal(headerOf(again, "CSeq"), "2 REGISTER");
  });

  test("that finds our time too short is asked for its own (RFC 3261 §10.2.8)", async () => {
    registrar.send(responseText(await asked(), "423 Interval Too Brief", "r", "Min-Expires: 3600\n"));
    const again = await asked();
    assert.equal(headerOf(again, "Expires"), "3600");
    grant(again, 3600);
    await until(() => standing()?.state === "registered", "registered");
  });

  test("gets the password when it asks, and says no: the state tells why and never the password", async () => {
    const challenge = 'WWW-Authenticate: Digest realm="carrier", nonce="n", qop="auth"\n';
    registrar.send(responseText(await asked(), "401 Unauthorized", "r", challenge));
    const proven = await asked();
    assert.match(headerOf(proven, "Authorization"), /username="0254200112".*uri="sip:127.0.0.1:\d+"/);
    registrar.send(responseText(proven, "401 Unauthorized", "r", challenge));
    await until(() => standing()?.state === "refused", "refused");
    assert.deepEqual(standing(), {
      state: "refused",
      code: 401,
      reason: 'The trunk refused our user name or password (realm "carrier").',
    });
    assert.equal(edge.trunks()[0]?.state, "down");
    assert.doesNotMatch(JSON.stringify([edge.trunks(), registrar.heard]), /rahasia/);
    grant(await asked(), 600);
    await until(() => standing()?.state === "registered", "a carrier that has changed its mind is believed");
  });

  test("that is away is tried again and again; what it granted before stands until it runs out", async () => {
    const changes: string[] = [];
    edge.onTrunkChange((_trunk, state) => changes.push(state));
    grant(await asked(), 2);
    registrar.send(responseText(await asked(), "503 Service Unavailable", "r"));
    await until(() => standing()?.code === 503, "the trouble is told");
    assert.equal(standing()?.state, "registered");
    for (let failures = 0; standing()?.state === "registered"; failures += 1)
      registrar.send(responseText(await asked(), "503 Service Unavailable", `r${failures}`));
    assert.equal(standing()?.state, "unreachable");
    grant(await asked(), 600);
    await until(() => changes.at(-1) === "up", "up again");
    assert.deepEqual(changes, ["up", "down", "up"]);
  });

  test("is told when we leave (RFC 3261 §10.2.2)", async () => {
    grant(await asked(), 600);
    await until(() => standing()?.state === "registered", "registered");
    const closed = edge.close();
    const leaving = await registrar.next(/^REGISTER [^]*Expires: 0\r/);
    assert.match(headerOf(leaving, "Contact"), /;expires=0$/);
    registrar.send(responseText(leaving, "200 OK", "r"));
    await closed;
    edge = await open({});
  });

  test("calls us at our contact: what was dialled is whom the caller wanted", async () => {
    grant(await asked(), 600);
    const calls: InboundCall[] = [];
    edge.onCall((call) => calls.push(call));
    registrar.close();
    registrar = await openWirePeer(edge.port);
    const uri = `sip:0254200112@127.0.0.1:${edge.port}`;
    const words = { method: "INVITE", port: registrar.port, uri, body: sdpOf() };
    registrar.send(requestText({ ...words, callId: "a", to: "<sip:112@carrier>" }));
    registrar.send(requestText({ ...words, callId: "b", lines: "P-Called-Party-ID: <sip:+62113@carrier>\n" }));
    await until(() => calls.length === 2, "both calls come");
    assert.deepEqual(
      calls.map(({ dialled }) => dialled),
      ["112", "113"],
    );
    for (const call of calls) call.congest(486, 1);
  });

  test("may name a way calls out must take (RFC 3608)", async () => {
    grant(await asked(), 600, "Service-Route: <sip:edge.carrier;lr>, <sip:core.carrier;lr>\n");
    await until(() => standing()?.state === "registered", "registered");
    edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
    const invite = await registrar.next(/^INVITE /);
    assert.match(invite, /Route: <sip:edge.carrier;lr>\r\nRoute: <sip:core.carrier;lr>\r\n/);
  });
});

test("two accounts at one carrier are told apart by the number that was called", async () => {
  const registrar = await openWirePeer(null);
  const trunk = (name: string, user: string): TrunkSetting => ({
    ...loopbackTrunk,
    name,
    peer: `sip:127.0.0.1:${registrar.port}`,
    registration: { ...registration, user },
  });
  const edge = await openTestEdge({ trunks: [trunk("polisi", "110"), trunk("darurat", "112")] }, internals);
  const calls: InboundCall[] = [];
  edge.onCall((call) => calls.push(call));
  await registrar.next(/^REGISTER [^]*sip:112@/);
  for (const user of ["112", "110"])
    registrar.send(
      requestText({
        method: "INVITE",
        port: registrar.port,
        callId: user,
        uri: `sip:${user}@127.0.0.1`,
        to: `<sip:${user}@carrier>`,
        body: sdpOf(),
      }),
    );
  await until(() => calls.length === 2, "both calls come");
  assert.deepEqual(
    calls.map(({ trunk, dialled }) => `${trunk} ${dialled}`),
    ["darurat 112", "polisi 110"],
  );
  for (const call of calls) call.congest(486, 1);
  registrar.close();
  await edge.close();
});

test("over TCP the connection calls come in on is kept alive, and a dead one is replaced (RFC 5626)", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const peer = `sip:127.0.0.1:${port};transport=tcp`;
  const trunk = { ...loopbackTrunk, peer, registration: { ...registration, outbound: true } };
  let pings = 0;
  let registered = 0;
  let pongs = true;
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => {
      const text = bytes.toString();
      if (text === "\r\n\r\n") {
        pings += 1;
        if (pongs) socket.write("\r\n");
      } else if (text.startsWith("REGISTER")) {
        registered += 1;
        assert.match(headerOf(text, "Contact"), /;transport=tcp>;reg-id=1;\+sip.instance="<urn:uuid:[0-9a-f-]{36}>"/);
        assert.equal(headerOf(text, "Supported"), "path, outbound");
        socket.write(responseText(text, "200 OK", "r", "Flow-Timer: 1\n").replaceAll(/\r?\n/g, "\r\n"));
      }
    });
  });
  const edge = await openTestEdge({ trunks: [trunk] }, internals);
  await until(() => pings >= 1, "pings come and are answered");
  assert.equal(registered, 1);
  pongs = false;
  await until(() => registered === 2, "a connection that answers no more is replaced by a new registration");
  await edge.close();
  server.close();
});
