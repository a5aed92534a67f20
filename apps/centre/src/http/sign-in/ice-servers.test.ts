import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { iceServersFor } from "./ice-servers.ts";

const folder = mkdtempSync(join(tmpdir(), "siaga-ice-"));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const shift = { now: 1_700_000_000_000, lasts: 3_600_000 };
const turn = { urls: ["turn:192.0.2.1:3478"], username: null, credentialFile: null };

test("a desk's name at the relay says when it ends, and its password can be made by nobody without the secret", () => {
  const configuration = { iceServers: [turn], turnSecretFile: file("secret", "rahasia\n") };
  const [server] = iceServersFor("meja-1", shift, { configuration, onUnreadable: assert.fail });

  assert.equal(server?.username, "1700003600:meja-1");
  // printf '1700003600:meja-1' | openssl dgst -sha1 -hmac rahasia -binary | base64
  assert.equal(server?.credential, "VWJ8nA2Uf3t04Qo/dv0T7I7ldh0=");
});

test("a secret that went missing costs the desk its relay, never its seat", () => {
  const said: string[] = [];
  const servers = iceServersFor("meja-1", shift, {
    configuration: {
      iceServers: [
        turn,
        { urls: ["stun:192.0.2.1"], username: null, credentialFile: null },
        { ...turn, username: "siaga", credentialFile: file("password", "sandi") },
      ],
      turnSecretFile: join(folder, "none"),
    },
    onUnreadable: (sentence) => said.push(sentence),
  });

  assert.deepEqual(servers, [
    { urls: ["stun:192.0.2.1"] },
    { urls: turn.urls, username: "siaga", credential: "sandi" },
  ]);
  assert.match(said[0]!, /goes without its TURN server: .*none cannot be read/);
});
