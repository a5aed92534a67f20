import assert from "node:assert/strict";
import { test } from "node:test";
import { level, type RtpPeer } from "@siaga/media/instrument";
import type { DeskPeer } from "./testing/desk-peer.ts";
import { openTalkingHouse } from "./testing/talking-house.ts";
import { tonePrompts } from "./testing/tone-prompts.ts";
import { until } from "./testing/until.ts";

const [callerTone, deskTone, promptTone, colleagueTone] = [500, 900, 1_300, 700];
const hears = (sound: RtpPeer, frequency: number): boolean => level(sound.lastHeard(300), frequency) > 2_000;

async function answers(desk: DeskPeer, call: string): Promise<void> {
  await until("the ring", () => desk.heard.some((word) => word.type === "ring" && word.card.call === call));
  desk.says({ type: "answer-call", call });
  await until("joined", () => desk.heard.some((word) => word.type === "joined" && word.call === call));
}

test("a desk that loses its power: the caller hears the prompt, then a colleague, and is recorded through all of it", async (t) => {
  const promptFolder = tonePrompts(t, promptTone);
  const { house, desks, dial, sitDown } = await openTalkingHouse(t, { promptFolder });
  const { centre } = house;
  const desk = await sitDown("meja-1");
  desks.at("meja-1").sendTone(deskTone);
  const { sound, events } = await dial("caller", "anonymous");
  sound.sendTone(callerTone);
  const id = await until("the call", () => [...centre.state.calls.keys()][0]);
  await answers(desk, id);
  await until("both speak", () => hears(sound, deskTone) && hears(desks.at("meja-1"), callerTone));
  const colleague = await sitDown("meja-2");
  desks.at("meja-2").sendTone(colleagueTone);

  desk.vanish();
  await until("the caller hears the prompt and no desk", () => hears(sound, promptTone) && !hears(sound, deskTone));
  centre.accept({ type: "hold.outlasted", call: id });
  await answers(colleague, id);
  await until("both speak", () => hears(sound, colleagueTone) && hears(desks.at("meja-2"), callerTone));
  // The notice that the call is recorded, cut short before, is spoken to its end.
  await until("and nothing else is heard", () => !hears(sound, promptTone) && !hears(sound, deskTone));
  assert.ok(!events.includes("bye"));

  await house.exchange.close();
  assert.ok(events.includes("bye"));
  await until("the recording is in the log", () =>
    centre.events.some((event) => event.type === "recording.kept" && event.call === id),
  );
});
