import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import type { Flags } from "../backup/commands.ts";
import { fail } from "../fail.ts";
import { openOwnRecord } from "../own-record.ts";
import { addStaff, listStaff, renewPassword, setActive, type StaffAnswer, type StaffRecord } from "./staff.ts";

type StaffCommand = (configuration: Configuration, flags: Flags) => Promise<void>;

/** The centre holds all accounts in memory and reads them again. */
const whenKnown = "A centre that runs knows it within a few seconds.";

const command =
  (work: (record: StaffRecord, flags: Flags) => Promise<StaffAnswer>, after: string | null): StaffCommand =>
  async (configuration, flags) => {
    const answer = await work(await openOwnRecord(configuration), flags);
    if (!answer.ok) fail(answer.sentence);
    for (const line of answer.lines) console.log(line);
    if (after !== null) console.log(after);
    process.exit(0);
  };

/** `siaga staff`: who has an account. */
export const showStaff = command(listStaff, null);

/** `siaga staff add --login L --name N --role R [--agency A] [--shift S]` */
export const addToStaff = command(addStaff, whenKnown);

/** `siaga staff password --login L`. The first password of a real city's admin opens nothing afterwards: its file goes. */
export const givePassword: StaffCommand = async (configuration, flags) => {
  const renew = async (record: StaffRecord): Promise<StaffAnswer> => {
    const answer = await renewPassword(record, flags);
    const isAdmin = flags["login"]?.toLowerCase() === "admin";
    if (answer.ok && isAdmin) rmSync(join(configuration.dataDir, "admin-password"), { force: true });
    return answer;
  };
  return command(renew, whenKnown)(configuration, flags);
};

/** `siaga staff disable --login L` and `siaga staff enable --login L` */
export const disableStaff = command((record, flags) => setActive(record, flags, false), whenKnown);
export const enableStaff = command((record, flags) => setActive(record, flags, true), whenKnown);
