/** `<dataDir>/backup-status.json`: what the house knows of its backups, written by it and read by the centre. */
import { z } from "zod";

export const backupStatusFile = "backup-status.json";

export const backupStatus = z.object({
  /** Since when backups are due (ms): a house that was just told to make them is not late yet. */
  since: z.number(),
  lastGood: z
    .object({ at: z.number(), name: z.string(), events: z.number(), recordings: z.number(), findings: z.number() })
    .nullable(),
  /** `sentence`: why it failed and what to do; null when it went well. */
  lastTry: z.object({ at: z.number(), sentence: z.string().nullable() }).nullable(),
});
export type BackupStatus = z.infer<typeof backupStatus>;

/** A night and two hours: older than this the last good backup is late (ms). */
export const backupMostAge = 26 * 3_600_000;
