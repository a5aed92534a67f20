import { statfs } from "node:fs/promises";
import type { Input } from "@siaga/core";

const lookEvery = 30_000;
/** Recordings of a busy day and the log's growth of a week (bytes). */
const scarce = 2 * 1024 ** 3;

/** Alarms while the data folder's disk has less than 2 GB left. */
export function watchDisk(dataDir: string, input: (input: Input) => void): { readonly stop: () => void } {
  let alarmed = false;
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(dataDir);
    const isScarce = bavail * bsize < scarce;
    if (isScarce === alarmed) return;
    alarmed = isScarce;
    input({ type: isScarce ? "alarm.noticed" : "alarm.ceased", alarm: "disk-space", subject: "data" });
  };
  const looking = setInterval(() => void look().catch(() => {}), lookEvery);
  void look().catch(() => {});
  return { stop: () => clearInterval(looking) };
}
