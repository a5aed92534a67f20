import assert from "node:assert/strict";
import { test } from "node:test";
import type { MediaPlane } from "@siaga/media";
import { trunkPeer } from "../testing/trunk-peer.ts";
import { mediaPeer } from "../testing/media-peer.ts";
import { openChannels } from "./channels.ts";
import { dialOut } from "./outward.ts";

test("behind NAT each trunk is offered sound at the address it sees us at, not at the public one whatever it is", async () => {
  const trunk = trunkPeer();
  const { media } = mediaPeer();
  const offered: string[] = [];
  const openTrunkLeg: MediaPlane["openTrunkLeg"] = (options) => {
    offered.push(options.address);
    return media.openTrunkLeg(options);
  };
  const standing = (name: string, reaches: string) =>
    ({ trunk: name, state: "up", addresses: [], reaches, registration: null }) as const;
  trunk.stand([standing("on our network", "10.0.0.7"), standing("carrier", "198.51.100.1")]);
  const dialler = {
    sip: {
      ...trunk.sip,
      localAddressFor: (remote: string) => (remote.startsWith("10.") ? "10.0.0.2" : "203.0.113.40"),
    },
    media: { ...media, openTrunkLeg },
    channels: openChannels({ first: 20_000, last: 20_099 }, [], 0.5),
    planOf: () => ({ channels: null, codecs: null }),
    publicAddress: "203.0.113.40",
  };

  for (const preferred of ["on our network", "carrier"])
    assert.ok((await dialOut(dialler, "110", { leg: preferred, callerNumber: "112", preferred })).ok);
  assert.deepEqual(offered, ["10.0.0.2", "203.0.113.40"]);
});
