import assert from "node:assert/strict";
import { test } from "node:test";
import { withAddresses, withoutNames } from "./candidates.ts";

test("the advertised addresses stand in the answer, all on the bound port", () => {
  const gathered = [
    "v=0",
    "a=candidate:77 1 udp 2130706431 192.0.2.7 31000 typ host generation 0",
    "a=end-of-candidates",
    "",
  ].join("\r\n");

  const lines = withAddresses(gathered, ["198.51.100.4", "127.0.0.1"]).split("\r\n");

  assert.deepEqual(lines, [
    "v=0",
    "a=candidate:1 1 udp 2130706431 198.51.100.4 31000 typ host",
    "a=candidate:2 1 udp 2130706175 127.0.0.1 31000 typ host",
    "a=end-of-candidates",
    "",
  ]);
  assert.ok(withAddresses(gathered, []).includes(" 127.0.0.1 31000 typ host"));
});

test("a browser's mDNS candidates are left out and its real ones kept", () => {
  const real = "a=candidate:2 1 udp 2113937151 192.0.2.9 50000 typ host";
  const hidden = "a=candidate:1 1 udp 2113937151 0b1c2d3e-aaaa-bbbb-cccc-000000000000.local 50000 typ host";

  assert.equal(withoutNames(["v=0", hidden, real, ""].join("\r\n")), ["v=0", real, ""].join("\r\n"));
});
