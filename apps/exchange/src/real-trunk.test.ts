import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { House } from "./testing/house.ts";
import { carrier, openRealHouse } from "./testing/real-house.ts";
import { until } from "./testing/until.ts";
import { freePort } from "./interop/telephone.ts";

/** Runs sipp to its end: 0 when every call went as its scenario says, else what it saw. */
function sipp(words: readonly string[]): Promise<number | string> {
  const limits = ["-nostdin", "-timeout", "40s", "-timeout_error"];
  const running = spawn("sipp", [...words, ...limits]);
  let seen = "";
  for (const stream of [running.stdout, running.stderr])
    stream.on("data", (bytes: Buffer) => (seen = (seen + bytes.toString()).slice(-4_000)));
  return new Promise((resolve, reject) => {
    running.on("error", reject);
    running.on("close", (code) => resolve(code === 0 ? 0 : `${code}: ${seen}`));
  });
}

/** sipp's own caller: INVITE, 180, 200, ACK, a pause, BYE, 200. */
const callers = (port: number, count: number, pause = 300): Promise<number | string> =>
  sipp([
    `127.0.0.1:${port}`,
    "-sn",
    "uac",
    "-s",
    "112",
    "-i",
    "127.0.0.1",
    "-m",
    `${count}`,
    "-r",
    "20",
    "-d",
    `${pause}`,
    // A caller without sound is asked in the dialog whether it is still there (OPTIONS): sipp says yes.
    "-aa",
  ]);

const ended = (house: House): number => house.centre.events.filter(({ type }) => type === "call.ended").length;

test("callers on a real trunk hear 180 and 200, wait with a prompt, hang up, and each has its outcome and recording", async (t) => {
  const { house, port } = await openRealHouse(t);
  await house.centre.join();

  assert.equal(await callers(port, 5), 0);
  await until("five outcomes", () => ended(house) === 5);
  const recordings = await until("five recordings", () => {
    const kept = house.centre.events.flatMap((event) => (event.type === "recording.kept" ? [event] : []));
    return kept.length === 5 && kept;
  });

  const connected = house.centre.events.filter(({ type }) => type === "call.connected").length;
  assert.equal(connected, 5);
  for (const { file, sha256 } of recordings) {
    const path = join(house.configuration.dataDir, file);
    assert.ok(existsSync(path));
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(sha256, /^[0-9a-f]{64}$/);
  }
  assert.equal(house.exchange.calls(), 0);
});

test("callers on a real trunk are served with the centre dead, and the next centre's ledger counts them all", async (t) => {
  const { house, port } = await openRealHouse(t);
  await house.centre.join();
  assert.equal(await callers(port, 2), 0);
  await until("two outcomes", () => ended(house) === 2);

  house.centre.die();
  assert.equal(await callers(port, 3), 0);
  await until("it decides by itself", () => house.exchange.succession.leader() === "own");
  assert.equal(await callers(port, 3), 0);
  await house.centre.join({ epoch: 2 });

  await until("eight outcomes", () => ended(house) === 8);
  assert.equal(house.centre.events.filter(({ type }) => type === "call.admitted").length, 8);
  assert.equal(house.centre.state.calls.size, 0);
});

/** Calls; is told to come again, or answered and hangs up after `hold` ms: before its missing sound is asked about (3 s). */
const answeredOrBusy = (hold: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="answered or busy">
  <send retrans="500"><![CDATA[
INVITE sip:112@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+6281234567890@[local_ip]>;tag=[call_number]
To: <sip:112@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:sipp@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="486" optional="true" next="busy"><action><ereg regexp="Retry-After: 5" search_in="msg" check_it="true" assign_to="1"/></action></recv>
  <recv response="200"/>
  <send><![CDATA[
ACK sip:112@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+6281234567890@[local_ip]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <pause milliseconds="${hold}"/>
  <send retrans="500" next="over"><![CDATA[
BYE sip:112@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:+6281234567890@[local_ip]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
  <label id="busy"/>
  <send next="end"><![CDATA[
ACK sip:112@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
From: <sip:+6281234567890@[local_ip]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <label id="over"/>
  <recv response="200"/>
  <label id="end"/>
  <Reference variables="1"/>
</scenario>
`;

test("a full trunk turns away its own callers with 486, another trunk's are served, and every call has its outcome", async (t) => {
  const trunks = [
    carrier({ name: "penuh", addresses: ["127.0.0.1"], channels: 2 }),
    carrier({ name: "lain", addresses: ["127.0.0.2"] }),
  ];
  const { house, port } = await openRealHouse(t, trunks, [], {}, { centreSilent: 15_000 });
  await house.centre.join();
  const file = join(house.configuration.dataDir, "callers.xml");
  writeFileSync(file, answeredOrBusy(1_500));
  const callFrom = (address: string, count: number): Promise<number | string> =>
    sipp([`127.0.0.1:${port}`, "-sf", file, "-i", address, "-m", `${count}`, "-r", "200"]);

  assert.deepEqual(await Promise.all([callFrom("127.0.0.1", 5), callFrom("127.0.0.2", 3)]), [0, 0]);
  await until("eight outcomes", () => ended(house) === 8, 30_000);

  const outcomes = house.centre.events.flatMap((event) => (event.type === "call.ended" ? [event.outcome] : []));
  assert.equal(outcomes.filter((outcome) => outcome === "congestion").length, 3);
  assert.equal(await callers(port, 1), 0, "with channels free again the next caller is served");
});

/** A carrier that takes no call now. */
const takesNone = `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="takes none">
  <recv request="INVITE"/>
  <send><![CDATA[
SIP/2.0 503 Service Unavailable
[last_Via:]
[last_From:]
[last_To:];tag=none
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
  <recv request="ACK"/>
</scenario>
`;

test("a call out goes over the next trunk when the first takes none, and the caller speaks with whoever answers there", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-trunks-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "none.xml");
  writeFileSync(file, takesNone);
  const [full, free] = [await freePort(), await freePort()];
  const [refusing, answering] = [
    sipp(["-sf", file, "-i", "127.0.0.1", "-p", `${full}`, "-m", "1"]),
    sipp(["-sn", "uas", "-i", "127.0.0.1", "-p", `${free}`, "-m", "1", "-aa"]),
  ];
  const trunks = [
    carrier({ name: "penuh", addresses: ["127.0.0.1"], peer: `sip:127.0.0.1:${full}` }),
    carrier({ name: "lain", addresses: ["127.0.0.2"], peer: `sip:127.0.0.1:${free}` }),
  ];
  const neighbour = { name: "Kabupaten", number: "+62254200112" };
  const { house, port } = await openRealHouse(
    t,
    trunks,
    [neighbour],
    { keepaliveInterval: null },
    { centreSilent: 15_000 },
  );
  await house.centre.join();
  assert.equal(await callers(port, 1, 2_500), 0);
  const over = await until("its outcome", () => house.centre.events.find((event) => event.type === "call.ended"));
  assert.equal(over.outcome, "answered_elsewhere");
  assert.deepEqual(await Promise.all([refusing, answering]), [0, 0]);
});
