import assert from "node:assert/strict";
import { test } from "node:test";
import { withAddresses, withoutNames } from "./candidates.ts";

const gathered = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 8",
  "c=IN IP4 192.0.2.7",
  "a=candidate:77 1 UDP 2130706431 192.0.2.7 31000 typ host",
  "a=candidate:78 1 UDP 2130706430 2001:db8::7 31000 typ host",
  "a=end-of-candidates",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP4 192.0.2.7",
  "",
].join("\r\n");

test("a desk is given the advertised addresses, among them the outer one of a NAT, all on the bound port", () => {
  const lines = withAddresses(gathered, ["198.51.100.4", "127.0.0.1"], 31_000).split("\r\n");

  assert.deepEqual(lines, [
    "v=0",
    "m=audio 31000 UDP/TLS/RTP/SAVPF 8",
    "c=IN IP4 198.51.100.4",
    "a=candidate:1 1 udp 2130706431 198.51.100.4 31000 typ host",
    "a=candidate:2 1 udp 2130706175 127.0.0.1 31000 typ host",
    "a=end-of-candidates",
    "m=application 31000 UDP/DTLS/SCTP webrtc-datachannel",
    "c=IN IP4 198.51.100.4",
    "",
  ]);
});

test("with no address configured a desk on this machine still finds the exchange", () => {
  assert.ok(withAddresses(gathered, [], 31_000).includes(" 127.0.0.1 31000 typ host"));
});

test("a browser's mDNS candidates are left out and its real ones kept", () => {
  const real = "a=candidate:2 1 udp 2113937151 192.0.2.9 50000 typ host";
  const hidden = "a=candidate:1 1 udp 2113937151 0b1c2d3e-aaaa-bbbb-cccc-000000000000.local 50000 typ host";

  assert.equal(withoutNames(["v=0", hidden, real, ""].join("\r\n")), ["v=0", real, ""].join("\r\n"));
});
