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
    rtcp: { address: "10.1.2.3", port: 4001 },
  });
  const own = answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP4 10.9.9.9", "a=rtcp:5555")).agreed.remote;
  assert.deepEqual(own, { address: "10.9.9.9", port: 4000, rtcp: { address: "10.9.9.9", port: 5555 } });
  const apart = answered(sdp("m=audio 4000 RTP/AVP 8", "a=rtcp:5555 IN IP4 10.9.9.8")).agreed.remote;
  assert.deepEqual(apart?.rtcp, { address: "10.9.9.8", port: 5555 });
  const many = sdp("m=audio 4000 RTP/AVP 8", "c=IN IP4 10.9.9.1/127", "c=IN IP4 10.9.9.2/127");
  assert.equal(answered(many).agreed.remote?.address, "10.9.9.1");
  assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP6 2001:db8::1")).agreed.remote, null);
});

test("what the peer wants of packets is heard, in the ways that are told", () => {
  const cases: readonly (readonly [ms: number, ...lines: string[]])[] = [
    [20],
    [30, "a=ptime:30"],
    [10, "a=ptime:10"],
    [60, "a=ptime:60"],
    [60, "a=ptime:200"],
    [10, "a=ptime:1"],
    [10, "a=maxptime:10"],
    [20, "a=ptime:40", "a=maxptime:20"],
    [20, "a=ptime:soon"],
  ];

  for (const [ms, ...lines] of cases)
    assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", ...lines)).agreed.packetTime, ms, lines.join(" "));
});

test("lines we do not know, bandwidths and offers to share a port are read over, and the port is not shared", () => {
  const lines = [
    "a=rtcp-mux",
    "a=rtcp-rsize",
    "b=AS:80",
    "b=TIAS:64000",
    "a=ssrc:77 cname:x",
    "a=label:1",
    "k=clear:x",
  ];
  const { text, agreed } = answered(
    sdp("m=audio 4000/2 RTP/AVP 8 0", "i=voice", ...lines, "a=candidate:1 1 UDP 1 1 1"),
  );

  assert.equal(lineOf(text, "a=rtcp-mux"), undefined);
  assert.equal(lineOf(text, "a=rtcp:"), "a=rtcp:20001");
  assert.deepEqual([agreed.codec, agreed.reports], ["PCMA", true]);
});

test("a peer that wants no reports is sent none (RFC 3556)", () => {
  assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", "b=RS:0", "b=RR:0")).agreed.reports, false);
  assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", "b=RS:0", "b=RR:800")).agreed.reports, true);
});

test("G.711, events and noise are taken under any number the peer gives them", () => {
  const maps = ["a=rtpmap:97 PCMU/8000", "a=rtpmap:98 pcma/8000/1", "a=rtpmap:120 telephone-event/8000"];
  const { text, agreed } = answered(
    sdp(
      "m=audio 4000 RTP/AVP 99 98 97 100 120 13",
      ...maps,
      "a=rtpmap:100 telephone-event/48000",
      "a=rtpmap:99 opus/48000/2",
    ),
  );

  assert.equal(lineOf(text, "m=audio"), "m=audio 20000 RTP/AVP 98 120 13");
  assert.equal(lineOf(text, "a=rtpmap:98"), "a=rtpmap:98 PCMA/8000");
  assert.deepEqual([agreed.codec, agreed.payloadType, agreed.eventType, agreed.noiseType], ["PCMA", 98, 120, 13]);
  assert.deepEqual(
    [...agreed.payloads],
    [
      [98, "PCMA"],
      [97, "PCMU"],
      [120, "event"],
      [13, "noise"],
    ],
  );
});

test("8 and 0 are not G.711 when the peer says they are something else", () => {
  const refused = session().answer(sdp("m=audio 4000 RTP/AVP 8", "a=rtpmap:8 L16/44100"));
  assert.equal(refused.ok === false && refused.code, "no-codec");
});

test("a trunk's own order of codecs comes before the peer's, in answers and in offers", () => {
  const ordered = (...codecs: readonly ("PCMA" | "PCMU")[]): SdpSession => new SdpSession("192.0.2.10", 20_000, codecs);
  const offer = sdp("m=audio 4000 RTP/AVP 8 0");
  const chosen = (ours: SdpSession): string | undefined => {
    const said = ours.answer(offer);
    return said.ok ? lineOf(said.sdp, "m=audio") : said.code;
  };

  assert.equal(chosen(ordered("PCMU", "PCMA")), "m=audio 20000 RTP/AVP 0");
  assert.equal(chosen(ordered("PCMU")), "m=audio 20000 RTP/AVP 0");
  assert.equal(chosen(ordered()), "m=audio 20000 RTP/AVP 8");
  assert.ok(ordered("PCMU", "PCMA").offer().sdp.includes("m=audio 20000 RTP/AVP 0 8 101\r\n"));
  const only = ordered("PCMA").answer(sdp("m=audio 4000 RTP/AVP 0"));
  assert.ok(!only.ok && only.sentence.includes("PCMA"));
});

test("an address of version 6 is told as one, and a peer of version 6 is sent to from it", () => {
  const ours = new SdpSession("2001:db8::10", 20_000);
  const said = ours.answer(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP6 2001:DB8:0::1"));
  assert.deepEqual(ours.agreed!.remote, {
    address: "2001:db8::1",
    port: 4000,
    rtcp: { address: "2001:db8::1", port: 4001 },
  });
  assert.ok(said.ok && said.sdp.includes("c=IN IP6 2001:db8::10\r\n") && / IN IP6 2001:db8::10\r\ns=-/.test(said.sdp));
  assert.equal(answered(sdp("m=audio 4000 RTP/AVP 8", "c=IN IP6 ::")).agreed.direction, "recvonly");
});

test("streams we do not take are answered with port zero, each in its place", () => {
  const { text } = answered(sdp("m=video 6000 RTP/AVP 31", "m=audio 4000 RTP/AVP 8", "m=audio 4010 RTP/AVP 0"));
  const media = text.split("\r\n").filter((line) => line.startsWith("m="));

  assert.deepEqual(media, ["m=video 0 RTP/AVP 31", "m=audio 20000 RTP/AVP 8", "m=audio 0 RTP/AVP 0"]);

  const others = answered(
    sdp("m=application 9 UDP/BFCP *", "m=image 6000 udptl t38", "m=audio 4002 RTP/SAVP 8", "m=audio 4000 RTP/AVP 0"),
  ).text;
  assert.deepEqual(
    others.split("\r\n").filter((line) => line.startsWith("m=")),
    ["m=application 0 UDP/BFCP *", "m=image 0 udptl t38", "m=audio 0 RTP/SAVP 8", "m=audio 20000 RTP/AVP 0"],
  );
});

test("blanks too many, and no o= line, cost nobody the call", () => {
  const blanks = ["v=0 ", "o=- 7  1 IN IP4 10.1.2.3 ", "s= ", "c=IN  IP4 10.1.2.3 ", "t=0 0"];
  const media = [
    "m=audio  4000 RTP/AVP 97 ",
    "a=rtpmap:97  PCMA/8000 ",
    "a=sendonly ",
    "a=ptime:30\t",
    "b=RS:0 ",
    "b=RR:0 ",
  ];
  for (const lines of [blanks, head.filter((line) => !line.startsWith("o="))]) {
    const { agreed } = answered(`${[...lines, ...media].join("\r\n")}\r\n`);
    assert.deepEqual(
      [agreed.codec, agreed.direction, agreed.packetTime, agreed.reports],
      ["PCMA", "recvonly", 30, false],
    );
    assert.deepEqual(agreed.remote, { address: "10.1.2.3", port: 4000, rtcp: { address: "10.1.2.3", port: 4001 } });
  }
});

test("a line that cannot be read is rejected in its place, and the sound beside it is taken", () => {
  const odd = ["m=video 0 RTP/AVP", "m=image x udptl t38", "m=", "m=audio 4002 RTP/AVP"];
  const { text } = answered(sdp(...odd.slice(0, 2), "m=audio 4000 RTP/AVP 8", ...odd.slice(2)));
  assert.deepEqual(
    text.split("\r\n").filter((line) => line.startsWith("m=")),
    [
      "m=video 0 RTP/AVP 0",
      "m=image 0 udptl t38",
      "m=audio 20000 RTP/AVP 8",
      "m=audio 0 RTP/AVP 0",
      "m=audio 0 RTP/AVP 0",
    ],
  );
});

test("an offer without G.711 in the clear, or without any sense, is refused with its reason", () => {
  const cases: readonly (readonly [string, string])[] = [
    [sdp("m=audio 4000 RTP/AVP 18"), "no-codec"],
    [sdp("m=audio 4000 RTP/SAVP 8"), "no-codec"],
    [sdp("m=audio 0 RTP/AVP 8"), "no-codec"],
    [sdp("m=video 4000 RTP/AVP 31"), "no-codec"],
    [sdp(), "no-codec"],
    [sdp("m=audio x RTP/AVP 8"), "no-codec"],
    [sdp("m=audio 70000 RTP/AVP 8"), "no-codec"],
    ["v=0\r\ns=-\r\n", "no-codec"],
    ["", "bad-sdp"],
    ["s=-\r\nm=audio 4000 RTP/AVP 8\r\n", "bad-sdp"],
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

test("an offer of ours keeps the numbers that are in use (RFC 3264 §8.3.2)", () => {
  const ours = session();
  ours.answer(sdp("m=audio 4000 RTP/AVP 98 97", "a=rtpmap:98 PCMU/8000", "a=rtpmap:97 telephone-event/8000"));

  assert.ok(ours.offer().sdp.includes("m=audio 20000 RTP/AVP 8 98 97\r\n"));
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
