import type { Configuration } from "@siaga/configuration";
import type { Personal, Views } from "@siaga/postgres";
import { mayHearRecording } from "../../policies/may.ts";
import { type CallWords, presentCalls } from "../../presenters/past-call.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { ReadsLog } from "../reads.ts";
import { type CommandsOf, streamed } from "../route.ts";

/** How many calls a screen lists, newest first. */
const listed = 200;

type PastCallPorts = {
  readonly views: Pick<Views, "callList" | "call">;
  readonly personal: Pick<Personal, "read">;
  readonly words: CallWords;
  readonly configuration: Pick<Configuration, "dataDir">;
  readonly reads: ReadsLog;
};

/** Calls as the record keeps them. Reading a whole number or a recording is itself written down. */
export function pastCallCommands(ports: PastCallPorts): CommandsOf<"listCalls" | "unmaskCall" | "recording"> {
  const { views, personal, words, configuration, reads } = ports;
  return {
    async listCalls() {
      return { calls: await presentCalls(await views.callList({ limit: listed }), personal, words) };
    },
    async unmaskCall({ params, actor }) {
      const call = await views.call(params.call);
      if (call === null) return new Refused("no-such-call");
      if (call.caller === null) return new Refused("number-withheld");
      await reads.write(actor, "unmask", call.id);
      const number = (await personal.read([call.caller])).get(call.caller) ?? null;
      return number === null ? new Refused("number-withheld") : { number };
    },
    async recording({ params, actor, reply }) {
      const call = await views.call(params.call);
      if (call === null) return new Refused("no-such-call");
      if (!mayHearRecording(actor, call.operator)) return new Refused("not-allowed");
      if (call.recording === null || !call.recording.file.startsWith("recordings/")) return new Refused("no-recording");
      await reads.write(actor, "recording", call.id);
      reply.header("content-disposition", `attachment; filename="${call.id}.wav"`);
      reply.header("cache-control", "no-store");
      await reply.sendFile(call.recording.file, configuration.dataDir, { cacheControl: false });
      return streamed;
    },
  };
}
