import type { MediaOptions, MediaPlane, MediaStatistics } from "./plane.ts";
import { RemotePlane } from "./process/remote-plane.ts";

const nothing: MediaStatistics = { legs: 0, rooms: 0, freePorts: 0, recordings: 0, perLeg: {} };

/** A media plane with the id of its process, for those who count processor time. */
export type RunningMediaPlane = MediaPlane & { readonly pid: number | undefined };

/** Starts the media process. Rejects with one sentence when the options cannot be used (e.g. no prompt folder). */
export async function openMediaPlane(options: MediaOptions): Promise<RunningMediaPlane> {
  const remote = new RemotePlane(options);
  await remote.start();
  return {
    get pid() {
      return remote.pid;
    },
    openTrunkLeg: (leg) => remote.ask("openTrunkLeg", leg),
    acceptAnswer: (leg, answer) => remote.ask("acceptAnswer", leg, answer),
    reoffer: (leg, offer) => remote.ask("reoffer", leg, offer),
    openDeskLeg: (leg, offer) => remote.ask("openDeskLeg", leg, offer),
    statistics: async () => {
      const counted = await remote.ask("statistics");
      return "ok" in counted ? nothing : counted;
    },
    deskSend: (leg, text) => remote.tell("deskSend", leg, text),
    closeLeg: (leg) => remote.tell("closeLeg", leg),
    play: (leg, prompts, playing) => remote.tell("play", leg, prompts, playing),
    stopPlaying: (leg) => remote.tell("stopPlaying", leg),
    sendDigits: (leg, digits) => remote.tell("sendDigits", leg, digits),
    join: (room, leg, relation) => remote.tell("join", room, leg, relation),
    part: (leg) => remote.tell("part", leg),
    mute: (leg, muted) => remote.tell("mute", leg, muted),
    startRecording: (leg, file) => remote.tell("startRecording", leg, file),
    stopRecording: (leg) => remote.tell("stopRecording", leg),
    on: (listener) => remote.on(listener),
    close: () => remote.close(),
  };
}
