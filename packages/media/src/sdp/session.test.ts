import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDescription, type Direction } from "./description.ts";
import { SdpSession } from "./session.ts";

const head = ["v=0", "o=trunk 7 1 IN IP4 10.1.2.3", "s=-", "c=IN IP4 10.1.2.3", "t=0 0"];
const sdp = (...media: readonly string[]): string => `${[...head, ...media].join("\r\n")}\r\n`;
const session = (): SdpSession => new SdpSession("192.0.2.10", 20_000);
const lineOf = (text: string, start: string): string | undefined =>
  text.split("\r\n").find((line) => line.startsWith(start));
const answered = (offer: string): { text: string; agreed: NonNullable<SdpSession["agreed"]> } => {
  const ours = session();
  const answer = ours.answer(offer);
  assert.ok(answer.ok, JSON.stringify(answer));
  return { text: answer.sdp, agreed: ours.agreed! };
};

test("the first G.711 format offered is answered, with the event type the offer names", () => {
  const events = ["a=rtpmap:96 telephone-event/8000", "a=rtpmap:18 G729/8000"];
  const cases: readonly (readonly [string, string])[] = [
    ["m=audio 4000 RTP/AVP 8 0 96", "m=audio 20000 RTP/AVP 8 96"],
    ["m=audio 4000 RTP/AVP 0 8 96", "m=audio 20000 RTP/AVP 0 96"],
    ["m=audio 4000 RTP/AVP 18 8 96", "m=audio 20000 RTP/AVP 8 96"],
    ["m=audio 4000 RTP/AVP 8", "m=audio 20000 RTP/AVP 8"],
    ["m=audio 4000 RTP/AVPF 8 96", "m=audio 20000 RTP/AVPF 8 96"],
  ];

  for (const [offered, expected] of cases) {
    const { text } = answered(sdp(offered, ...events));
    assert.equal(lineOf(text, "m=audio"), expected);
    assert.equal(lineOf(text, "a=rtpmap:96"), expected.endsWith("96") ? "a=rtpmap:96 telephone-event/8000" : undefined);
    assert.equal(lineOf(text, "a=ptime"), "a=ptime:20");
  }
});

test("directions are mirrored (RFC 3264 §6.1), and 0.0.0.0 is a hold (§8.4)", () => {
  const cases: readonly (readonly [Direction, Direction])[] = [
    ["sendrecv", "sendrecv"],
    ["sendonly", "recvonly"],
    ["recvonly", "sendonly"],
    ["inactive", "inactive"],
  ];

  for (const [offered, expected] of cases) {
    assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", `a=${offered}`)).agreed.direction, expected);
    assert.equal(answered(sdp(`a=${offered}`, "m=audio 4000 RTP/AVP 8")).agreed.direction, expected);
  }
  const held = answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP4 0.0.0.0")).agreed;
  assert.deepEqual([held.direction, held.remote], ["recvonly", null]);
});

test("where the peer listens is read from its own c= and a=rtcp lines, else from the session's", () => {
  assert.deepEqual(answered(sdp("m=audio 4000 RTP/AVP 8")).agreed.remote, {
    address: "10.1.2.3",
    port: 4000,
    rtcpPort: 4001,
  });
  const own = answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP4 10.9.9.9", "a=rtcp:5555")).agreed.remote;
  assert.deepEqual(own, { address: "10.9.9.9", port: 4000, rtcpPort: 5555 });
  assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP6 2001:db8::1")).agreed.remote, null);
});

test("streams we do not take are answered with port zero, each in its place", () => {
  const { text } = answered(sdp("m=video 6000 RTP/AVP 31", "m=audio 4000 RTP/AVP 8", "m=audio 4010 RTP/AVP 0"));
  const media = text.split("\r\n").filter((line) => line.startsWith("m="));

  assert.deepEqual(media, ["m=video 0 RTP/AVP 31", "m=audio 20000 RTP/AVP 8", "m=audio 0 RTP/AVP 0"]);
});

test("an offer without G.711 in the clear, or without any sense, is refused with its reason", () => {
  const cases: readonly (readonly [string, string])[] = [
    [sdp("m=audio 4000 RTP/AVP 18"), "no-codec"],
    [sdp("m=audio 4000 RTP/SAVP 8"), "no-codec"],
    [sdp("m=audio 0 RTP/AVP 8"), "no-codec"],
    [sdp("m=video 4000 RTP/AVP 31"), "no-codec"],
    [sdp(), "no-codec"],
    [sdp("m=audio x RTP/AVP 8"), "bad-sdp"],
    [sdp("m=audio 70000 RTP/AVP 8"), "bad-sdp"],
    ["", "bad-sdp"],
    ["v=0\r\ns=-\r\n", "bad-sdp"],
  ];

  for (const [offer, code] of cases) {
    const refused = session().answer(offer);
    assert.equal(refused.ok === false && refused.code, code, offer);
  }
});

test("the version grows when the description changes and stands when it does not (RFC 3264 §8)", () => {
  const ours = session();
  const version = (said: ReturnType<SdpSession["answer"]>): number =>
    Number(said.ok && lineOf(said.sdp, "o=")!.split(" ")[2]);
  const first = version(ours.answer(sdp("m=audio 4000 RTP/AVP 8")));

  assert.equal(version(ours.answer(sdp("m=audio 4000 RTP/AVP 8"))), first);
  assert.equal(version(ours.answer(sdp("m=audio 4000 RTP/AVP 8", "a=sendonly"))), first + 1);
  assert.equal(ours.answer(sdp("m=audio 4000 RTP/AVP 18")).ok, false);
  assert.equal(ours.agreed!.direction, "recvonly");
  assert.equal(version(ours.offer()), first + 2);
});

test("an offer of ours names both laws and events, and keeps the place and event type of a standing session", () => {
  const fresh = session().offer();
  assert.ok(fresh.ok && fresh.sdp.includes("m=audio 20000 RTP/AVP 8 0 101\r\n") && fresh.sdp.includes("a=sendrecv"));

  const ours = session();
  ours.answer(sdp("m=video 6000 RTP/AVP 31", "m=audio 4000 RTP/AVP 0 97", "a=rtpmap:97 telephone-event/8000"));
  const again = ours.offer();
  assert.ok(again.ok && again.sdp.includes("m=video 0 RTP/AVP 31\r\nm=audio 20000 RTP/AVP 8 0 97\r\n"));

  assert.deepEqual(ours.accept(sdp("m=video 0 RTP/AVP 31", "m=audio 4000 RTP/AVP 8", "a=recvonly")), { ok: true });
  assert.deepEqual([ours.agreed!.codec, ours.agreed!.direction], ["PCMA", "sendonly"]);
});

test("no text whatever makes the reader throw", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "v=0",
      "o=a 1 1 IN IP4 1.2.3.4",
      "m=audio 4 RTP/AVP 8",
      "m=audio",
      "c=IN",
      "a=rtpmap:x",
      "a=ptime:x",
      "a=rtcp:",
    ),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      parseDescription(lines.join("\r\n"));
      session().answer(["v=0", "o=a 1 1 IN IP4 1.2.3.4", ...lines].join("\n"));
    }),
  );
});
