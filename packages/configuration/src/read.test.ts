import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { inspect } from "node:util";
import { environmentKeys } from "./environment.ts";
import { readKeys, UnreadableKeysError } from "./keys.ts";
import { readConfiguration } from "./read.ts";
import { fileSchema } from "./schema.ts";

const nowhere = join(tmpdir(), "siaga-no-such-folder");

const sentences = (env: NodeJS.ProcessEnv, cwd = nowhere): readonly string[] => {
  const read = readConfiguration(env, cwd);
  assert.equal(read.ok, false);
  return read.ok ? [] : read.sentences;
};

test("a newcomer who sets nothing gets the demo city on the documented ports", () => {
  const read = readConfiguration({}, nowhere);
  assert.ok(read.ok);
  const { city, dataDir, http, sip, lines, policy } = read.configuration;
  assert.equal(city, "demo");
  assert.equal(dataDir, join(nowhere, "var"));
  assert.deepEqual([http.port, http.httpsPort, sip.port], [8112, 8113, 5060]);
  assert.deepEqual(
    sip.trunks.map(({ name }) => name),
    ["loopback"],
  );
  assert.ok(lines.some(({ line }) => line === "112"));
  assert.ok(policy.recordedLines.includes("112"));
});

test("an empty city has the line 112 and trusts the loopback interface alone", () => {
  const read = readConfiguration({ SIAGA_CITY: "empty" }, nowhere);
  assert.ok(read.ok);
  assert.deepEqual(
    read.configuration.lines.map(({ dialled }) => dialled),
    [["112"]],
  );
  assert.equal(read.configuration.sip.trunksConfigured, false);
});

test("a mistake in the environment names the key, the variable, the value and the accepted form", () => {
  assert.deepEqual(sentences({ SIAGA_HTTP_PORT: "abc" }), [
    'http.port (SIAGA_HTTP_PORT) is "abc": accepted is a whole number from 1 to 65535.',
  ]);
  assert.match(
    sentences({ SIAGA_RTP_PORTS: "9" })[0] ?? "",
    /^rtpPorts \(SIAGA_RTP_PORTS\) is "9": accepted is a range of UDP ports such as 20000-20999\.$/,
  );
  assert.match(sentences({ SIAGA_RTP_PORTS: "20000-20010" })[0] ?? "", /at least 40 UDP ports/);
  assert.match(
    sentences({ SIAGA_MEDIA_ADDRESSES: "here" })[0] ?? "",
    /^mediaAddresses.* is "here": accepted is an IP address/,
  );
  assert.match(
    sentences({ DATABASE_URL: "mysql://x" })[0] ?? "",
    /^databaseUrl \(DATABASE_URL\) is "mysql:\/\/x": accepted is an address such as postgres/,
  );
});

test("every mistake of the file is told at once, with unknown keys by name", () => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-configuration-"));
  writeFileSync(
    join(folder, "siaga.json"),
    JSON.stringify({ colour: "red", sip: { port: 0, trunks: [{ name: "x", addresses: [] }] } }),
  );
  const said = sentences({}, folder).join("\n");
  assert.match(said, /colour .*is not a key of the configuration/);
  assert.match(said, /sip\.port \(SIAGA_SIP_PORT\) is 0/);
  assert.match(said, /sip\.trunks\.0\.addresses .*at least one IP address/);
  rmSync(folder, { recursive: true });
});

const withTrunk = (story: TestContext, trunk: object, files: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-configuration-"));
  story.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const trunks = [{ name: "telkom", addresses: ["10.0.0.1"], peer: "sip:10.0.0.1", ...trunk }];
  writeFileSync(join(folder, "siaga.json"), JSON.stringify({ sip: { trunks } }));
  return (env: NodeJS.ProcessEnv = {}) => readConfiguration(env, folder);
};

test("a trunk's password comes from a file or a variable, and no print of the configuration holds it", (story) => {
  const account = { username: "0254200112", passwordFile: "telkom.password" };
  const registration = { expires: 300 };
  const read = withTrunk(story, { account, registration }, { "telkom.password": "sangat rahasia\n" })();
  assert.ok(read.ok);
  const [trunk] = read.configuration.sip.trunks;
  assert.equal(trunk?.account?.password, "sangat rahasia");
  assert.deepEqual(trunk?.registration, { user: "0254200112", expires: 300, outbound: false });
  for (const printed of [JSON.stringify(read), inspect(read, { depth: null })]) assert.doesNotMatch(printed, /rahasia/);

  const named = withTrunk(story, { account: { username: "a", passwordVariable: "TELKOM_PASSWORD" } });
  const fromVariable = named({ TELKOM_PASSWORD: "juga rahasia" });
  assert.ok(fromVariable.ok && fromVariable.configuration.sip.trunks[0]?.account?.password === "juga rahasia");
});

test("a mistake in a trunk is told with its key and the accepted form, never with a password", (story) => {
  const account = { username: "a", passwordFile: "missing" };
  for (const [trunk, sentence] of [
    [{ account }, /^sip\.trunks\.0\.account\.passwordFile is "missing": accepted is the path of a readable file/],
    [{ account: { username: "a", passwordVariable: "NOT_SET" } }, /passwordVariable is "NOT_SET": .* is not set/],
    [{ account: { username: "a" } }, /passwordFile .* accepted is either the path of a file/],
    [{ account: { username: "a", password: "rahasia" } }, /account\.password .* is not a key/],
    [{ addresses: [] }, /addresses .* accepted is at least one IP address or network/],
    [{ peer: "10.0.0.1" }, /peer .* accepted is a SIP address such as/],
    [{ peer: null, registration: { user: "1" } }, /peer .* accepted is the registrar's SIP address/],
    [{ registration: {} }, /account .* accepted is an account, or registration\.user/],
    [{ channels: 0 }, /channels .* accepted is/],
    [{ codecs: ["PCMA", "PCMA"] }, /codecs .* accepted is each codec once/],
    [{ codecs: ["G729"] }, /codecs/],
    [{ identityHeader: "from" }, /identityHeader/],
  ] as const) {
    const read = withTrunk(story, trunk)();
    assert.ok(!read.ok, JSON.stringify(trunk));
    assert.match(read.sentences.join("\n"), sentence);
    assert.doesNotMatch(read.sentences.join("\n"), /rahasia/);
  }
});

test("a carrier with a host name needs no address: the DNS names them", (story) => {
  const read = withTrunk(story, { addresses: [], peer: "sip:sbc.carrier.co.id" })();
  assert.ok(read.ok);
  assert.equal(read.configuration.sip.incomingReserve, 0.25);
});

test("a file that is not JSON is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-configuration-"));
  writeFileSync(join(folder, "siaga.json"), "{ port");
  assert.match(sentences({}, folder)[0] ?? "", /siaga\.json cannot be read as JSON/);
  assert.match(sentences({ SIAGA_CONFIG: "missing.json" }, folder)[0] ?? "", /there is no such file/);
  rmSync(folder, { recursive: true });
});

test("two keys that claim one port are told apart before anything starts", () => {
  assert.match(sentences({ SIAGA_SIP_PORT: "8112" })[0] ?? "", /http\.port and sip\.port are both 8112/);
  assert.match(sentences({ SIAGA_SIP_PORT: "20100" })[0] ?? "", /lies inside rtpPorts/);
  const phones = { SIAGA_SIP_PORT: "8102" };
  assert.match(
    sentences(phones)[0] ?? "",
    /^http\.port and the demo agencies' telephones \(sip\.port \+ 10\) are both 8112/,
  );
  assert.ok(readConfiguration({ ...phones, SIAGA_CALLERS: "off" }, nowhere).ok);
});

test("the README tells every environment variable with its key, and the shape of a fallback as it is accepted", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");
  for (const [variable, key] of Object.entries(environmentKeys)) {
    const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${variable}\``)) ?? "";
    assert.ok(row.includes(`\`${key}\``), `${variable} ${key}`);
  }
  for (const variable of ["SIAGA_CONFIG", "SIAGA_ADMIN_PASSWORD", "SIAGA_CALLERS", "SIAGA_CALLERS_EVERY"])
    assert.ok(readme.includes(`\`${variable}\``), variable);
  const [, fallback = ""] = /\| `fallback` .*`(\[.*\])` \|/.exec(readme) ?? [];
  assert.deepEqual(fileSchema.safeParse({ fallback: JSON.parse(fallback) }).error?.issues ?? [], []);
});

test("a deep data folder gets a socket path short enough for the system", () => {
  const read = readConfiguration({ SIAGA_DATA_DIR: `/tmp/${"deep/".repeat(30)}` }, nowhere);
  assert.ok(read.ok && Buffer.byteLength(read.configuration.exchangeLink) < 108);
});

test("the instance's keys are made once, private, and never replaced when damaged", () => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-keys-"));
  const first = readKeys(folder);
  assert.deepEqual(readKeys(folder), first);
  assert.equal(statSync(join(folder, "keys.json")).mode & 0o777, 0o600);
  writeFileSync(join(folder, "keys.json"), "{}");
  assert.throws(() => readKeys(folder), UnreadableKeysError);
  rmSync(folder, { recursive: true });
});
