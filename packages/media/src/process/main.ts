/** The media process: hosts an EmbeddedPlane for the process that forked it, and ends with it. */
import { constants, setPriority } from "node:os";
import { EmbeddedPlane } from "../embedded-plane.ts";
import { openSockets, whyNode } from "../sockets/open.ts";
import type { MediaOptions, Refused } from "../plane.ts";
import { faultKeeper } from "./faults.ts";
import type { FromMedia, ToMedia } from "./messages.ts";
import type { EndedRecording, StoodLeg } from "./standing.ts";
import { openOutbox } from "./outbox.ts";
import { resumeLegs } from "./resume.ts";

/** ms the disk has for the last sound: soon after, the next exchange takes up the recordings and the ports. */
const leaveWithin = 500;

let plane: EmbeddedPlane | null = null;
/** Set while legs of a process that died are opened; what is asked and told behind it waits its turn. */
let resuming: Promise<void> | null = null;

const outbox = openOutbox<FromMedia>((batch) => {
  if (process.connected) process.send?.(batch);
});
const send = (message: FromMedia): void => outbox.put(message);

const say = (msg: string): void => void process.stderr.write(`${JSON.stringify({ level: 30, name: "media", msg })}\n`);

const keepFault = faultKeeper(
  (line) => process.stderr.write(`${line}\n`),
  () => process.exit(1),
);
process.on("uncaughtException", (error) => keepFault(error, performance.now()));
process.on("unhandledRejection", (error) => keepFault(error, performance.now()));

const failed: Refused = { ok: false, code: "media-down", sentence: "The media process failed at this; try again." };

try {
  // Sound is due every 20 ms whatever the rest of the machine does. Only a privileged user may raise this.
  setPriority(constants.priority.PRIORITY_HIGH);
} catch {
  // Without the right, the ordinary priority serves.
}

async function begin(options: MediaOptions): Promise<void> {
  const { openNodeDatachannelLegs } = await import("../leg/node-datachannel-operator-leg.ts");
  const desks = openNodeDatachannelLegs({ addresses: options.mediaAddresses, ports: options.deskPorts });
  const sockets = openSockets();
  say(`RTP goes by ${sockets.kind}${whyNode === null ? "" : `, at twice the cost or more: ${whyNode}`}`);
  plane = new EmbeddedPlane(options, desks, sockets);
  plane.on((event) => send({ kind: "event", event }));
  await plane.warm();
  send({ kind: "ready" });
}

async function close(): Promise<void> {
  await plane?.close();
  send({ kind: "closed" });
  outbox.flush();
  process.exit(0);
}

/** Signalling is gone: nobody can end these legs any more, nor be told what was recorded. */
async function leave(): Promise<void> {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), leaveWithin);
  await plane?.leave();
  process.exit(0);
}

async function resume(legs: readonly StoodLeg[], ended: readonly EndedRecording[]): Promise<void> {
  if (plane === null) return;
  const lost = await resumeLegs(plane, legs);
  for (const recording of ended) plane.finishRecording(recording);
  send({ kind: "resumed", lost });
}

async function obey(message: ToMedia): Promise<void> {
  if (message.kind === "begin") return begin(message.options);
  if (message.kind === "resume") return (resuming = resume(message.legs, message.ended));
  if (resuming !== null) await resuming;
  if (message.kind === "close") return close();
  if (plane === null) return;
  // One table serves all methods: the message's type has already paired method and values.
  const method = plane[message.method].bind(plane) as (...values: readonly unknown[]) => unknown;
  const value = method(...message.values);
  if (message.kind === "ask") send({ kind: "reply", number: message.number, value: await value });
}

function take(message: ToMedia): void {
  obey(message).catch((error: unknown) => {
    const sentence = error instanceof Error ? error.message : String(error);
    if (message.kind === "begin") return send({ kind: "unusable", sentence });
    keepFault(error, performance.now());
    if (message.kind === "ask") send({ kind: "reply", number: message.number, value: failed });
  });
}

process.on("message", (batch: readonly ToMedia[]) => {
  for (const message of batch) take(message);
});
process.on("disconnect", () => void leave());
// Ctrl-C reaches the whole group; signalling decides when media ends.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
