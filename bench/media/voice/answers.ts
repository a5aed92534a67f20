/** How many spoken answers to a question are found by pause and echo, and how many calls in which nobody speaks pass for one. */
import { PromptEcho, VoiceActivity } from "@siaga/media/instrument";
import { answeringCalls, type AskedCall, speechlessCalls, words } from "./asked-calls.ts";
import { losses, toldIn } from "./asked-windows.ts";

const pauses = [1500, 2500, 3500];
/** Calls a cell of the table. */
const answering = 180;
const speechless = 360;

const percent = <T>(of: readonly T[], is: (one: T) => boolean): number | null =>
  of.length === 0 ? null : Math.round((1000 * of.filter(is).length) / of.length) / 10;
const name = (loss: number | null): string => (loss === null ? "no echo" : `${loss} dB`);

type Heard = AskedCall & { readonly told: readonly number[] };
const hear = (calls: readonly AskedCall[]): Heard[] => calls.map((call) => ({ ...call, told: toldIn(call) }));

/** Told between the beginning of the word and a second after its end. */
const isFound = ({ word, told }: Heard): boolean => told.some((at) => at >= word!.from && at <= word!.to + 8000);
const isOneWord = ({ word }: Heard): boolean => words.some((one) => one === word!.said);
/** When the simulator's callers answer. */
const asModelled = ({ word }: Heard): boolean => word!.begins >= 1000;

function found(): Record<string, string | number | null>[] {
  return pauses.flatMap((pause) =>
    losses.map((loss) => {
      const calls = hear(answeringCalls("proof", pause, loss, answering));
      const one = calls.filter(isOneWord);
      const between = (low: number, high: number): number | null =>
        percent(
          one.filter(({ word }) => word!.begins >= low && word!.begins < high),
          isFound,
        );
      return {
        "pause s": pause / 1000,
        echo: name(loss),
        "one word %": percent(one, isFound),
        "begun 1-3 s": percent(one.filter(asModelled), isFound),
        "-0.5-0 s": between(-500, 0),
        "0-1.5 s": between(0, 1500),
        "1.5-3 s": between(1500, 3001),
        "from -20 dBm0": percent(
          one.filter(({ word }) => word!.level >= -20),
          isFound,
        ),
        below: percent(
          one.filter(({ word }) => word!.level < -20),
          isFound,
        ),
        "over noise": percent(
          one.filter(({ line }) => line !== "quiet"),
          isFound,
        ),
        scream: percent(
          calls.filter((call) => !isOneWord(call)),
          isFound,
        ),
      };
    }),
  );
}

function mistaken(): Record<string, string | number | null>[] {
  return losses.map((loss) => {
    const calls = hear(speechlessCalls("proof", 1500, loss, speechless));
    const of = (kind: string): number | null =>
      percent(
        calls.filter(({ line }) => line.startsWith(kind)),
        ({ told }) => told.length > 0,
      );
    return { echo: name(loss), "echo alone %": of("quiet"), "with noise": of("noise"), "with line tones": of("tone") };
  });
}

/** Microseconds a frame of the detector without and with the echo's part, in turn, while a question is asked. */
function cost(): { readonly detector: number; readonly withEcho: number } {
  const calls = speechlessCalls("proof", 1500, 20, 24);
  const spent = { detector: 0, withEcho: 0 };
  let frames = 0;
  for (let round = 0; round < 6; round += 1)
    for (const call of calls) {
      frames += call.came.length / 160;
      spent.detector += processorTime(() => listen(call, null));
      spent.withEcho += processorTime(() => listen(call, new PromptEcho()));
    }
  const each = (total: number): number => Math.round((total / frames) * 100) / 100;
  return { detector: each(spent.detector), withEcho: each(spent.withEcho) };
}

function listen({ sent, came }: AskedCall, echo: PromptEcho | null): void {
  const activity = new VoiceActivity();
  for (let at = 160; at + 160 <= came.length; at += 160) {
    const bytes = came.subarray(at, at + 160);
    echo?.send(sent.subarray(at - 160, at));
    const withheld = echo?.withholds({ bytes, codec: "PCMA" }, at / 8) ?? false;
    activity.hear(bytes, "PCMA", echo !== null && withheld);
  }
}

function processorTime(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const used = process.cpuUsage(began);
  return used.user + used.system;
}

/** Prints the tables and returns them for the JSON report. */
export function measureAnswers(): Record<string, unknown> {
  const tables = { found: found(), mistaken: mistaken(), cost: cost() };
  console.log(
    "Spoken answers found, by pause and echo return loss (percent of calls; begun counts from the question's end):",
  );
  console.table(tables.found);
  console.log("Calls asked three times in which nobody speaks, and a voice was told (percent), pause 1.5 s:");
  console.table(tables.mistaken);
  console.log(
    `A frame while a question sounds: ${tables.cost.detector} µs without, ${tables.cost.withEcho} µs with the echo's part.`,
  );
  return tables;
}
