import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { test } from "node:test";
import { testOptions } from "../instrument/plane-fixture.ts";
import { DeskPorts } from "./desk-ports.ts";

test("each desk has a port of its own, another program's port is passed over, and a port given back serves again", async (t) => {
  const { first } = testOptions().deskPorts;
  const stranger = createSocket("udp4");
  await new Promise<void>((resolve) => stranger.bind(first + 1, resolve));
  t.after(() => stranger.close());
  const ports = new DeskPorts({ first, last: first + 2 });

  assert.deepEqual([await ports.take(), await ports.take(), await ports.take()], [first, first + 2, null]);

  ports.give(first);
  assert.equal(await ports.take(), first);
});
