/** Many callers in a process of their own, beside the media process; told what to do by `generator.ts`. */
import { openSockets } from "@siaga/media/instrument";
import type { ToGenerator } from "./generator.ts";
import { lostIn, spacingOf } from "./measure.ts";
import { WireCaller } from "./wire-caller.ts";

/** ms: each caller has its own place in it, and keeps it. */
const frame = 20;
/** ms between two looks at who is due. */
const step = 2;
/** ms between two readings. */
const readEvery = 10;

const sockets = openSockets();
const callers: WireCaller[] = [];
let readAt = 0;

function turn(): void {
  const now = performance.now();
  for (const caller of callers)
    // After a stall of its own it makes up for nothing: a burst would measure the generator.
    if (caller.due <= now) {
      caller.speak();
      caller.due += frame * Math.ceil((now - caller.due + 1e-6) / frame);
    }
  if (now - readAt < readEvery) return;
  readAt = now;
  sockets.poll();
}

async function open(count: number): Promise<readonly number[]> {
  const opened: WireCaller[] = [];
  for (let at = 0; at < count; at += 1) opened.push(await WireCaller.open(sockets, 400 + callers.length + at));
  callers.push(...opened);
  return opened.map(({ port }) => port);
}

/** Callers that are connected begin to speak, each at its own moment of the 20 ms. */
function connect(ports: readonly number[]): void {
  const now = performance.now();
  const waiting = callers.filter(({ due }) => due === Number.POSITIVE_INFINITY);
  for (const [at, caller] of waiting.entries()) {
    caller.connect(ports[at]!);
    caller.due = now + (at / waiting.length) * frame;
  }
}

function clear(): void {
  sockets.poll();
  for (const { at, sequences } of callers) at.length = sequences.length = 0;
}

const obey = {
  open: ({ count = 0 }) => open(count),
  connect: ({ ports = [] }) => connect(ports),
  press: () => callers.forEach((caller) => caller.press()),
  clear,
  report: () => {
    sockets.poll();
    const heard = callers.reduce((total, { at }) => total + at.length, 0);
    return {
      heard,
      spacing: spacingOf(callers.map(({ at }) => at)),
      lost: lostIn(callers.map((one) => one.sequences)),
    };
  },
} satisfies Record<ToGenerator["do"], (order: ToGenerator) => unknown>;

process.on("message", (order: ToGenerator) => {
  void Promise.resolve(obey[order.do](order)).then((value: unknown) => process.send?.({ value: value ?? null }));
});
process.on("disconnect", () => process.exit());
setInterval(turn, step);
