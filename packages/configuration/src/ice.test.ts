import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { unreadableSecrets } from "./ice.ts";
import { readConfiguration } from "./read.ts";

const folder = mkdtempSync(join(tmpdir(), "siaga-configuration-"));
const read = (content: object) => {
  writeFileSync(join(folder, "siaga.json"), JSON.stringify(content));
  return readConfiguration({}, folder);
};
const refusals = (content: object): string => {
  const told = read(content);
  return told.ok ? "" : told.sentences.join("\n");
};
const turn = { urls: ["turn:turn.example.id:3478?transport=udp"] };

test("a relay for desks behind another network is taken with a password, or with a secret its passwords are made of", () => {
  const fixed = read({ iceServers: [{ ...turn, username: "siaga", credentialFile: "password" }] });
  assert.ok(fixed.ok);
  assert.deepEqual(fixed.configuration.iceServers, [
    { ...turn, username: "siaga", credentialFile: join(folder, "password") },
  ]);

  const made = read({ iceServers: [turn, { urls: ["stun:turn.example.id"] }], turnSecretFile: "secret" });
  assert.ok(made.ok);
  assert.equal(made.configuration.turnSecretFile, join(folder, "secret"));
});

test("a relay nobody could use is refused with a sentence that says what is missing", () => {
  assert.match(
    refusals({ iceServers: [turn] }),
    /asks for a password: give username and credentialFile, or turnSecret/,
  );
  assert.match(refusals({ iceServers: [{ ...turn, username: "siaga" }] }), /only one of username and credentialFile/);
  assert.match(refusals({ turnSecretFile: "secret" }), /no TURN server of iceServers uses it/);
  assert.match(
    refusals({ iceServers: [{ urls: ["http://turn"] }] }),
    /accepted is an address such as turn:turn\.kota\.go\.id:3478/,
  );
});

test("a secret that is not there or empty is told at the start", () => {
  writeFileSync(join(folder, "empty"), "\n");
  const server = { ...turn, username: "siaga" };
  const said = unreadableSecrets({
    iceServers: [{ ...server, credentialFile: join(folder, "empty") }],
    turnSecretFile: join(folder, "none"),
  });
  assert.match(said[0]!, /^turnSecretFile \(SIAGA_TURN_SECRET_FILE\) names .*none, which cannot be read/);
  assert.match(said[1]!, /^iceServers\.0\.credentialFile names .*empty, which is empty/);
});
