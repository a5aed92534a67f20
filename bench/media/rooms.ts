import { join } from "node:path";
import { type MediaOptions, openMediaPlane } from "@siaga/media";
import { Generator } from "./generator.ts";
import { inSockets, pause, processorTime, resident, rounded, type Spacing } from "./measure.ts";

/** ms */
export const measured = 10_000;

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
  await pause(1500);
  await generator.clear();
  const before = { media: processorTime(plane.pid!), own: processorTime(generator.pid), at: performance.now() };
  if (full) await generator.press();
  await pause(measured);
  const lasted = performance.now() - before.at;
  const cpu = ((processorTime(plane.pid!) - before.media) / lasted) * 100;
  const own = ((processorTime(generator.pid) - before.own) / lasted) * 100;
  const { heard, ...wire } = await generator.report();
  const row = {
    case: name,
    rooms,
    cpu: rounded(cpu),
    cpuPerRoom: rounded(cpu / rooms, 3),
    generator: rounded(own),
    perSecond: rounded(heard / legs.length / (lasted / 1000)),
    ...wire,
    memory: Math.round(resident(plane.pid!) / 1024),
  };
  for (const leg of legs) plane.closeLeg(leg);
  for (let waited = 0; full && counted.recordings < rooms && waited < 5000; waited += 50) await pause(50);
  generator.close();
  await plane.close();
  return { ...row, ...counted };
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
