/** A thread of its own waits for the disk, so that sound waits for nobody. */
import { parentPort } from "node:worker_threads";
import { Disk } from "./disk.ts";
import { weightOf, type FromDisk, type Order } from "./orders.ts";

/** ms in which recordings that end are gathered, and ms until one that could not be kept is tried again. */
const gathered = 100;
const tryAgain = 2000;

const port = parentPort!;
const disk = new Disk((word) => port.postMessage(word));
let timer: NodeJS.Timeout | null = null;

function keepLater(after: number): void {
  timer ??= setTimeout(async () => {
    await disk.keepEnded();
    timer = null;
    if (disk.ending > 0) keepLater(disk.inTrouble ? tryAgain : gathered);
  }, after);
}

port.on("message", (orders: readonly Order[]) => {
  let bytes = 0;
  for (const order of orders) {
    disk.obey(order);
    bytes += weightOf(order);
  }
  port.postMessage({ say: "done", bytes } satisfies FromDisk);
  if (disk.ending > 0) keepLater(gathered);
});
