/** A process with desk legs and nothing else: what it costs is what they cost. Told over IPC what to do. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openNodeDatachannelLegs, type OperatorLeg } from "@siaga/media/operator-leg";
import { openWeriftLegs } from "./werift-legs.ts";

export type ToLegs =
  | { readonly do: "open"; readonly number: number; readonly offer: string }
  | { readonly do: "close"; readonly number: number }
  /** Each answer is the routing switch it is in the exchange: no ICE, no DTLS. */
  | { readonly do: "answer"; readonly times: number }
  | { readonly do: "count" };
export type FromLegs =
  | { readonly did: "begin" }
  | { readonly did: "open"; readonly number: number; readonly answer: string }
  | { readonly did: "up" | "down"; readonly number: number }
  | {
      readonly did: "count";
      /** ms of processor since the start */ readonly cpu: number;
      /** ms, the longest since the last count */ readonly stall: number;
      /** MB */ readonly memory: number;
      readonly heard: number;
    };

const [library, first = "0"] = process.argv.slice(2);
const network = { addresses: ["127.0.0.1"], ports: { first: Number(first), last: Number(first) + 199 } };
const open = library === "werift" ? openWeriftLegs(network) : openNodeDatachannelLegs(network);
const legs = new Map<number, OperatorLeg>();
const frame = Uint8Array.from({ length: 160 }, (_, at) => (at * 7) & 0xff);
const stalls = monitorEventLoopDelay({ resolution: 2 });
let heard = 0;
let timestamp = 0;
let due = performance.now();

const tell = (message: FromLegs): void => {
  if (process.connected) process.send?.(message, () => undefined);
};

setInterval(() => {
  for (; due <= performance.now(); due += 20) {
    timestamp += 160;
    for (const leg of legs.values()) leg.send(frame, timestamp, false);
  }
}, 10);

async function openLeg(number: number, offer: string): Promise<void> {
  const leg = await open(offer, {
    up: () => tell({ did: "up", number }),
    down: () => tell({ did: "down", number }),
    message: (text) => legs.get(number)?.sendText(text),
    sound: () => void (heard += 1),
  });
  if ("ok" in leg) throw new Error(leg.sentence);
  leg.listen(true);
  legs.set(number, leg);
  tell({ did: "open", number, answer: leg.answer });
}

async function answerCalls(times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) {
    for (const leg of legs.values()) leg.listen(false);
    await new Promise((next) => setTimeout(next, 10));
    for (const leg of legs.values()) leg.listen(true);
    await new Promise((next) => setTimeout(next, 10));
  }
}

function count(): void {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage().rss / 2 ** 20;
  tell({ did: "count", cpu: (user + system) / 1000, stall: stalls.max / 1e6, memory, heard });
  stalls.reset();
}

process.on("message", (told: ToLegs) => {
  if (told.do === "open") return void openLeg(told.number, told.offer);
  if (told.do === "answer") return void answerCalls(told.times).then(count);
  if (told.do === "count") return count();
  legs.get(told.number)?.close();
  legs.delete(told.number);
});
process.on("disconnect", () => process.exit(0));
stalls.enable();
tell({ did: "begin" });
