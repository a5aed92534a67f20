import assert from "node:assert/strict";
import { test } from "node:test";
import { stories } from "../index.ts";
import { openScene } from "./evidence.ts";
import { playOnCentre, type Room, storyConfiguration } from "./on-centre.ts";
import { configured, openCalledParty } from "./peers/called-party.ts";
import { openLog } from "./peers/log-reader.ts";

test("the stories of the room, told on a living centre with real telephones and desks", async (telling) => {
  const neighbour = await openCalledParty();
  telling.after(() => neighbour.close());
  const scene = await openScene(telling, {
    env: { SIAGA_CONFIG: configured(telling, storyConfiguration(neighbour)) },
  });
  const room: Room = { ...scene, neighbour, log: await openLog(scene.instance), seats: new Map() };
  scene.onEnd(() => room.log.close());
  scene.onEnd(() => Promise.all([...room.seats.values()].map((seat) => seat.close())));

  // A flood is played by callers of its own: a-flood-evening.test.ts.
  for (const story of stories.filter(({ order }) => order === undefined)) {
    await telling.test(story.title, async () => assert.deepEqual(await playOnCentre(story, room), []));
  }
});
