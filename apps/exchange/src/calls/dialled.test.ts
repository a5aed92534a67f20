import assert from "node:assert/strict";
import { test } from "node:test";
import type { OutboundEvent, TrunkStanding } from "@siaga/sip";
import { trunkPeer } from "../testing/trunk-peer.ts";
import { mediaPeer } from "../testing/media-peer.ts";
import { openChannels } from "./channels.ts";
import { type Dialled, dialOut, waysOut } from "./outward.ts";

const standing = (trunk: string, state: TrunkStanding["state"] = "up"): TrunkStanding => ({
  trunk,
  state,
  addresses: ["127.0.0.1"],
  reaches: "127.0.0.1",
  registration: null,
});

/** Three trunks with two channels each, one of them kept for callers. */
function openTrunks(states: Partial<Record<"first" | "second" | "third", TrunkStanding["state"]>> = {}) {
  const names = ["first", "second", "third"] as const;
  const trunk = trunkPeer();
  trunk.stand(names.map((name) => standing(name, states[name])));
  const { media, legs } = mediaPeer();
  const limits = names.map((name) => ({ trunk: name, channels: 2 }));
  const channels = openChannels({ first: 20_000, last: 20_099 }, limits, 0.5);
  const planOf = () => ({ channels: 2, codecs: null });
  const dialler = { sip: trunk.sip, media, channels, planOf, publicAddress: "127.0.0.1" };
  const heard: OutboundEvent[] = [];
  return {
    ...trunk,
    channels,
    legs,
    heard,
    used: () => channels.standing().map(({ used }) => used),
    async dial(leg = "out", preferred: string | null = null): Promise<Dialled> {
      const dialled = await dialOut(dialler, "110", { leg, callerNumber: "112", preferred });
      if (dialled.ok) dialled.call.on((event) => heard.push(event));
      return dialled;
    },
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("trunks are tried as configured, the preferred one first and those that are down last", () => {
  const trunks = [standing("a", "down"), standing("b"), standing("c", "unknown"), { ...standing("d"), reaches: null }];
  const names = (preferred: string | null): string[] => waysOut(trunks, preferred).map(({ trunk }) => trunk);
  assert.deepEqual(names(null), ["b", "c", "a"]);
  assert.deepEqual(names("c"), ["c", "b", "a"]);
  assert.deepEqual(names("a"), ["b", "c", "a"]);
});

for (const code of [408, 503, 403])
  test(`a trunk that says ${code} is passed over for the next, and gives its channel back`, async () => {
    const house = openTrunks();
    await house.dial();
    assert.deepEqual(house.used(), [1, 0, 0]);
    house.dialled[0]?.says({ type: "failed", code, reason: "" });
    await settled();
    assert.equal(house.dialled[1]?.trunk, "second");
    assert.deepEqual(house.used(), [0, 1, 0]);
    house.dialled[1]?.says({ type: "answered", sdp: "an answer" });
    house.dialled[1]?.says({ type: "bye" });
    assert.deepEqual(
      house.heard.map(({ type }) => type),
      ["answered", "bye"],
    );
    assert.deepEqual(house.used(), [0, 0, 0]);
  });

test("a busy number is busy, and one that rang has its own end: no other trunk is tried", async () => {
  for (const before of [[], [{ type: "ringing" } as const]]) {
    const house = openTrunks();
    await house.dial();
    for (const event of before) house.dialled[0]?.says(event);
    house.dialled[0]?.says({ type: "failed", code: before.length === 0 ? 486 : 503, reason: "" });
    await settled();
    assert.equal(house.dialled.length, 1);
    assert.equal(house.heard.at(-1)?.type, "failed");
    assert.deepEqual(house.used(), [0, 0, 0]);
  }
});

test("when no trunk takes it the call fails with the last trunk's word", async () => {
  const house = openTrunks({ second: "down" });
  await house.dial();
  for (const at of [0, 1, 2]) {
    house.dialled[at]?.says({ type: "failed", code: 503, reason: `trunk ${at}` });
    await settled();
  }
  assert.deepEqual(
    house.dialled.map(({ trunk }) => trunk),
    ["first", "third", "second"],
  );
  assert.deepEqual(house.heard, [{ type: "failed", code: 503, reason: "trunk 2" }]);
});

test("calls out spill to the next trunk when what is left of one is kept for callers; then they fail with 503", async () => {
  const house = openTrunks();
  for (const leg of ["a", "b", "c"]) assert.ok((await house.dial(leg)).ok);
  assert.deepEqual(
    house.dialled.map(({ trunk }) => trunk),
    ["first", "second", "third"],
  );
  assert.deepEqual(await house.dial("d"), { ok: false, code: 503 });
  assert.equal(house.channels.take("caller", "first", "incoming"), "taken");
  assert.equal(house.legs.has("d"), false);
});

test("a call given up between two trunks is not dialled over the second, and nothing of it stays", async () => {
  const house = openTrunks();
  const dialled = await house.dial();
  assert.ok(dialled.ok);
  house.dialled[0]?.says({ type: "failed", code: 503, reason: "" });
  void dialled.call.cancelOrHangUp();
  await settled();
  await settled();
  assert.ok(house.dialled.slice(1).every(({ heard }) => heard.includes("BYE")));
  assert.deepEqual(house.used(), [0, 0, 0]);
  assert.equal(house.legs.size, 0);
});
