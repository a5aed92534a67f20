import assert from "node:assert/strict";
import { test } from "node:test";
import { loopbackTrunk } from "@siaga/configuration";
import { normalPolicy } from "@siaga/core";
import { openHouse, testConfiguration } from "./testing/house.ts";
import { openTalking } from "./testing/talking.ts";
import { until } from "./testing/until.ts";

test("a call rings only after the centre kept it, and waits with a prompt when nobody is there", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();

  const telephone = house.trunk.ring();
  await until("the prompt", () => house.media.playing.get(telephone.call.id));

  assert.deepEqual(telephone.heard, ["180", "200"]);
  assert.deepEqual(house.media.playing.get(telephone.call.id), ["recorded-notice"]);
  assert.match(house.media.recording.get(telephone.call.id) ?? "", /recordings\/\d{4}-\d\d-\d\d\/.+\.wav$/);
  assert.ok(house.centre.state.calls.has(telephone.call.id));
});

test("a caller who hangs up while waiting leaves nothing behind", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("200", () => telephone.heard.includes("200"));

  telephone.says({ type: "bye" });
  const ended = await until("the outcome", () => house.centre.events.find(({ type }) => type === "call.ended"));

  assert.equal(ended.type === "call.ended" && ended.outcome, "left_in_announcement");
  assert.equal(house.exchange.calls(), 0);
  assert.equal(house.media.legs.size, 0);
});

test("a desk that answers hears the caller and the caller hears the desk, until the operator hangs up", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "sari", desk: "meja-1", role: "call-taker" });
  desk.says({ type: "ready" });

  await until("ready", () => house.centre.state.desks.get("meja-1")?.state === "available");
  const telephone = house.trunk.ring();
  const { id } = telephone.call;
  const ring = await until("the ring", () => desk.heard.find((word) => word.type === "ring"));
  assert.equal(ring.card.call, id);
  assert.equal(ring.card.number, "0812 •••• 4417");
  desk.says({ type: "answer-call", call: id });
  await until("joined", () => desk.heard.some((word) => word.type === "joined"));
  assert.deepEqual([house.media.rooms.get(id), house.media.rooms.get("meja-1")], [id, id]);

  desk.says({ type: "hold", call: id });
  await until("held", () => desk.heard.some((word) => word.type === "held"));
  assert.equal(house.media.rooms.has("meja-1"), false);
  assert.deepEqual(house.media.playing.get(id), ["on-hold"]);
  desk.says({ type: "resume", call: id });
  await until("resumed", () => house.media.rooms.get("meja-1") === id);
  desk.says({ type: "hang-up", call: id });
  await until("BYE", () => telephone.heard.includes("BYE"));
  await until("ended", () => desk.heard.some((word) => word.type === "ended"));
});

test("a refreshed page in the middle of a call gets its audio back", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, id } = await openTalking(house);

  house.media.media.closeLeg("meja-1");
  desk.close();
  const refreshed = await house.desk("meja-1");
  const standing = await until("standing", () => refreshed.heard.find((word) => word.type === "standing"));

  assert.equal(standing.talking?.call, id);
  await until("audio again", () => house.media.rooms.get("meja-1") === id);
});

test("a desk that is lost in a conversation: its caller hears the prompt, and the desk when it is back", async (t) => {
  const house = await openHouse({}, { limits: { deskSilent: 400 } });
  t.after(house.close);
  const { desk, telephone, id } = await openTalking(house);

  desk.vanish();
  await until("the prompt", () => house.media.playing.get(id)?.includes("on-hold"));
  const back = await house.desk("meja-1");

  await until("the conversation goes on", () => back.heard.some((word) => word.type === "resumed"));
  assert.deepEqual([house.media.rooms.get("meja-1"), house.media.playing.has(id)], [id, false]);

  back.vanish();
  await until("the prompt again", () => house.media.playing.get(id)?.includes("on-hold"));
  house.centre.accept({ type: "hold.outlasted", call: id });
  await until("nobody came: they wait", () => house.media.playing.get(id)?.includes("still-waiting"));
  assert.equal(house.media.rooms.has("meja-1"), false);
  assert.equal(telephone.heard.includes("BYE"), false);
});

test("a caller over a full trunk hears 486 with Retry-After while another trunk's callers are taken", async (t) => {
  const one = { ...loopbackTrunk, name: "carrier", channels: 1 };
  const { sip } = testConfiguration();
  const house = await openHouse({ sip: { ...sip, trunks: [one, { ...one, name: "gsm" }] } });
  t.after(house.close);
  await house.centre.join();
  const first = house.trunk.ring();
  await until("the first is answered", () => first.heard.includes("200"));

  const second = house.trunk.ring();
  const other = house.trunk.ring("112", null, "gsm");
  await until("486", () => second.heard.includes("486 retry after 5"));
  await until("the other trunk's caller is answered", () => other.heard.includes("200"));

  const outcomes = house.centre.events.flatMap((event) => (event.type === "call.ended" ? [event.outcome] : []));
  assert.deepEqual(outcomes, ["congestion"]);
  await until("health tells so", () => house.centre.health()?.trunks[0]?.channels.used === 1);
  assert.equal(house.centre.health()?.trunks[0]?.channels.free, 0);
});

test("with every channel taken a caller hears 503 with Retry-After, and the attempt is counted", async (t) => {
  const house = await openHouse({ rtpPorts: { first: 40_000, last: 40_001 } });
  t.after(house.close);
  await house.centre.join();
  const first = house.trunk.ring();
  await until("the first is answered", () => first.heard.includes("200"));

  const second = house.trunk.ring();
  await until("503", () => second.heard.includes("503 retry after 5"));

  const outcomes = house.centre.events.flatMap((event) => (event.type === "call.ended" ? [event.outcome] : []));
  assert.deepEqual(outcomes, ["congestion"]);
  first.says({ type: "bye" });
  await until("free again", () => house.exchange.calls() === 0);
  const third = house.trunk.ring();
  await until("the third is answered", () => third.heard.includes("200"));
});

test("a number nobody configured still reaches the first line", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();

  const telephone = house.trunk.ring("0254200112", null);
  await until("180", () => telephone.heard.includes("180"));

  assert.equal(house.centre.state.calls.get(telephone.call.id)?.line, "112");
});

test("a caller whose telephone shares no codec with us hears 488 and has the outcome setup_failed", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  house.media.refuseNext({ ok: false, code: "no-codec", sentence: "Only Opus was offered; G.711 is needed." });

  const telephone = house.trunk.ring();
  await until("488", () => telephone.heard.includes("488"));
  const ended = await until("the outcome", () => house.centre.events.find((event) => event.type === "call.ended"));
  assert.equal(ended.outcome, "setup_failed");
  assert.equal(ended.code, 488);
});

test("missing audio alarms and asks the peer, and ends nothing", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("200", () => telephone.heard.includes("200"));

  house.media.says({ type: "rtp-missing", leg: telephone.call.id });
  await until("the probe", () => telephone.heard.includes("OPTIONS"));
  await until("the event", () => house.centre.events.some(({ type }) => type === "audio.missed"));

  assert.equal(house.exchange.calls(), 1);
  assert.equal(telephone.heard.includes("BYE"), false);
});

test("a caller whose line says it hears nothing alarms for the desk's side, and the line's quality is logged at the end", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  const call = telephone.call.id;
  await until("200", () => telephone.heard.includes("200"));

  house.media.says({ type: "unheard", leg: call });
  const missed = await until("the event", () => house.centre.events.find((event) => event.type === "audio.missed"));
  assert.deepEqual([missed.call, missed.side], [call, "desk"]);
  assert.equal(telephone.heard.includes("BYE"), false);
  house.media.says({ type: "heard-again", leg: call });
  await until("heard again", () => house.centre.events.some(({ type }) => type === "audio.returned"));

  const quality = { mosIn: 4.3, mosOut: null, lossIn: 0, lossOut: null, jitterIn: 1, jitterOut: null };
  house.media.says({ type: "quality", leg: call, quality: { ...quality, roundTrip: null, delay: 25, concealed: 0 } });
  const measured = await until("logged", () => house.centre.events.find((event) => event.type === "audio.measured"));
  assert.equal(measured.quality.mosIn, 4.3);
});

test("the neighbour who has a caller falls silent: it alarms like a desk's silence, and ends nothing", async (t) => {
  const fallback = [{ name: "Kabupaten", number: "+62254200112" }];
  const house = await openHouse({ policy: { ...normalPolicy, recordedLines: [], fallback } });
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  const { id } = telephone.call;
  const neighbour = await until("dialled", () => house.trunk.dialled[0]);
  neighbour.says({ type: "answered", sdp: "an answer" });
  await until("bridged", () => house.centre.state.calls.get(id)?.state === "elsewhere");

  house.media.says({ type: "rtp-missing", leg: `${id}/Kabupaten` });
  await until("the alarm", () => house.centre.state.alarms.has(`audio-missing:${id}`));
  assert.deepEqual(house.centre.state.calls.get(id)?.silentSides, ["desk"]);
  assert.deepEqual([neighbour.heard.includes("BYE"), telephone.heard.includes("BYE")], [false, false]);
  house.media.says({ type: "rtp-returned", leg: `${id}/Kabupaten` });
  await until("heard again", () => house.centre.state.alarms.size === 1);

  house.media.says({ type: "rtp-missing", leg: `${id}/Kabupaten` });
  neighbour.says({ type: "failed", code: 408, reason: "gone" });
  await until("the caller waits", () => house.centre.state.waiting.includes(id));
  assert.equal(house.centre.state.alarms.has(`audio-missing:${id}`), false);
});

test("what an earlier run of the exchange alarmed for is over when the next one meets the centre", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { alarms } = house.centre.state;
  const former = [
    ["media-restarted", "exchange"],
    ["signalling-silent", "a call long gone"],
    ["record-journalling", "exchange"],
    ["recording-failed", "a call long gone"],
  ] as const;
  const others = [
    ["record-journalling", "record"],
    ["disk-space", "var"],
  ] as const;
  for (const [alarm, subject] of [...former, ...others])
    alarms.set(`${alarm}:${subject}`, { alarm, subject, raisedAt: 1_000 });

  await house.centre.join();

  await until("only others' stand", () => alarms.size === others.length);
  assert.deepEqual([...alarms.keys()], ["record-journalling:record", "disk-space:var"]);
  house.media.says({ type: "disk-refuses", sentence: "The disk is full." });
  await until("it may be so again", () => alarms.has("recording-failed:disk"));
  house.centre.die();
  await house.centre.join();
  house.media.says({ type: "recording-failed", leg: "a call", sentence: "The disk is full." });
  await until("the next word", () => alarms.has("recording-failed:a call"));
  assert.ok(alarms.has("recording-failed:disk"), "a centre that comes back clears nothing of this run");
});

test("recordings that end with an orderly stop are told before the link is closed", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("recorded", () => house.media.recording.has(telephone.call.id));
  const kept = { leg: telephone.call.id, file: "call.wav", sha256: "0".repeat(64), duration: 1000, bytes: 16_058 };
  house.media.media.close = async () => house.media.says({ type: "recording-kept", recording: kept });

  await house.exchange.close();

  assert.ok(telephone.heard.includes("BYE"));
  await until("the log has it", () => house.centre.events.some(({ type }) => type === "recording.kept"));
});

test("a recording that was kept after all, and a media process that stands again, are no alarm any more", async (t) => {
  const house = await openHouse({}, { limits: { mediaSettled: 50 } });
  t.after(house.close);
  await house.centre.join();
  const kept = { leg: "call-1", file: "call-1.wav", sha256: "0".repeat(64), duration: 1000, bytes: 16_058 };
  house.media.says({ type: "recording-failed", leg: "call-1", sentence: "The disk is full." });
  house.media.says({ type: "disk-refuses", sentence: "The disk is full." });
  house.media.says({ type: "restarted", gap: 400, resumed: [], lost: [] });
  const raised = () => house.centre.events.filter(({ type }) => type === "alarm.raised").length;
  await until("three alarms", () => raised() === 3);

  house.media.says({ type: "disk-takes" });
  house.media.says({ type: "recording-kept", recording: kept });

  await until("no alarm stands", () => house.centre.state.alarms.size === 0);
});

test("when the media process dies calls stay up, the gap is a fact, and the desk's audio is asked for at once", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, telephone, id } = await openTalking(house);

  house.media.legs.clear();
  house.media.rooms.clear();
  house.media.says({ type: "died" });
  await until("the desk is told", () => desk.heard.some(({ type }) => type === "audio-lost"));
  house.media.says({ type: "restarted", gap: 400, resumed: [id], lost: [] });
  await until("the alarm", () => house.centre.events.some((event) => event.type === "alarm.raised"));
  const gap = await until("the gap", () => house.centre.events.find((event) => event.type === "audio.interrupted"));
  assert.deepEqual([gap.call, gap.lasted], [id, 400]);
  desk.says({ type: "offer", sdp: "an offer to the new process" });

  await until("audio again", () => house.media.legs.has("meja-1") && house.media.rooms.get("meja-1") === id);
  assert.equal(telephone.heard.includes("BYE"), false);
  assert.equal(house.centre.state.calls.get(id)?.state, "answered");
  assert.equal(
    house.centre.events.some(({ type }) => type === "desk.vanished"),
    false,
    "a desk whose audio died on our side has not vanished",
  );
});

test("a re-INVITE is answered and a call whose answer is never acknowledged ends as set-up failed", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("200", () => telephone.heard.includes("200"));
  const answers: (string | null)[] = [];
  telephone.says({ type: "reoffer", offer: "on hold", respond: (sdp) => answers.push(sdp), onAnswer: () => {} });
  await until("an answer", () => answers.length === 1);
  assert.notEqual(answers[0], null);

  telephone.says({ type: "failed", code: 408, reason: "no ACK" });

  const ended = await until("the outcome", () => house.centre.events.find((event) => event.type === "call.ended"));
  assert.deepEqual([ended.outcome, ended.code], ["setup_failed", 408]);
});
