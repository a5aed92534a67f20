import { join } from "node:path";
import { type MediaOptions, openMediaPlane } from "@siaga/media";
import { Generator } from "./generator.ts";
import { inSockets, pause, processorTime, resident, rounded, type Spacing } from "./measure.ts";

/** ms */
const measured = 10_000;

/** `members` callers in each of `rooms` rooms; `full` records each of them and presses keys. */
export type Case = { readonly name: string; readonly rooms: number; readonly members: number; readonly full: boolean };

export type Row = {
  readonly case: string;
  readonly rooms: number;
  /** % of one core, of the media process alone, for all rooms and for one. */
  readonly cpu: number;
  readonly cpuPerRoom: number;
  /** % of one core, of the generator beside it. */
  readonly generator: number;
  /** Packets a second of ours that each caller heard: below 50 the machine did not keep up, and `cpu` is of less work. */
  readonly perSecond: number;
  readonly spacing: Spacing;
  readonly lost: number;
  readonly digits: number;
  readonly recordings: number;
  /** MB */ readonly memory: number;
};

type Used = Omit<Row, "case" | "rooms" | "digits" | "recordings">;
type Size = { readonly rooms: number; readonly callers: number };

/** What a process uses while everybody speaks for ten seconds, and what they hear; `begins` as the time begins. */
export async function watched(
  generator: Generator,
  pid: number,
  { rooms, callers }: Size,
  begins?: () => Promise<void>,
): Promise<Used> {
  await pause(1500);
  await generator.clear();
  const before = { used: processorTime(pid), own: processorTime(generator.pid), at: performance.now() };
  await begins?.();
  await pause(measured);
  const lasted = performance.now() - before.at;
  const cpu = ((processorTime(pid) - before.used) / lasted) * 100;
  const own = ((processorTime(generator.pid) - before.own) / lasted) * 100;
  const { heard, ...wire } = await generator.report();
  return {
    cpu: rounded(cpu),
    cpuPerRoom: rounded(cpu / rooms, 3),
    generator: rounded(own),
    perSecond: rounded(heard / callers / (lasted / 1000)),
    ...wire,
    memory: Math.round(resident(pid) / 1024),
  };
}

/** Rooms of callers who all speak, for ten seconds. */
export async function measureRooms(options: MediaOptions, folder: string, one: Case): Promise<Row> {
  const { name, rooms, members, full } = one;
  const plane = await openMediaPlane(options);
  const counted = { digits: 0, recordings: 0 };
  plane.on((event) => {
    if (event.type === "digit") counted.digits += 1;
    if (event.type === "recording-kept") counted.recordings += 1;
  });
  const legs = Array.from({ length: rooms * members }, (_, number) => `leg:${number}`);
  const generator = new Generator();
  await generator.call(plane, legs);
  for (const [number, leg] of legs.entries()) {
    plane.join(`room:${Math.floor(number / members)}`, leg, { hears: "all", heardBy: "all" });
    // A call is recorded once, on its caller's leg.
    if (full && number % members === 0) plane.startRecording(leg, join(folder, `${name}-${rooms}-${number}.wav`));
  }
  const pressed = full ? () => generator.press() : undefined;
  const used = await watched(generator, plane.pid!, { rooms, callers: legs.length }, pressed);
  for (const leg of legs) plane.closeLeg(leg);
  for (let waited = 0; full && counted.recordings < rooms && waited < 5000; waited += 50) await pause(50);
  generator.close();
  await plane.close();
  return { case: name, rooms, ...used, ...counted };
}

/** kB a call that waits with a prompt costs, its sockets' buffers included. */
export async function measureWaiting(options: MediaOptions, calls = 200): Promise<number> {
  const plane = await openMediaPlane(options);
  const generator = new Generator();
  const wait = async (from: number, to: number): Promise<number> => {
    const legs = Array.from({ length: to - from }, (_, at) => `leg:${from + at}`);
    await generator.call(plane, legs);
    for (const leg of legs) plane.play(leg, ["welcome-wait"], { loop: true, play: "wait" });
    await pause(3000);
    return resident(plane.pid!) + inSockets();
  };
  // The first calls pay for compiled code and a grown heap; the others for themselves.
  const few = await wait(0, calls / 4);
  const many = await wait(calls / 4, calls);
  generator.close();
  await plane.close();
  return rounded((many - few) / (calls * 0.75));
}
