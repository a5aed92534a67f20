import { randomBytes, randomUUIDv7 } from "node:crypto";
import { role } from "@siaga/contracts/http";
import type { Operator, Record } from "@siaga/postgres";
import { hashPassword } from "../../../centre/src/city/password.ts";
import type { Flags } from "../backup/commands.ts";

export type StaffRecord = Pick<Record, "operators" | "sessions" | "city">;
/** What was done, as lines to print, or the sentence why nothing was. */
export type StaffAnswer =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly sentence: string };

const refused = (sentence: string): StaffAnswer => ({ ok: false, sentence });
/** As in a city's staff.json. */
const login = /^[a-z0-9.-]{2,40}$/;
/** 72 random bits: nobody guesses it, and it is short enough to be typed once. */
const drawPassword = (): string => randomBytes(9).toString("base64url");

/** Everybody who may or might sign in, by name. */
export async function listStaff({ operators }: StaffRecord): Promise<StaffAnswer> {
  const rows = (await operators.all()).map(({ username, name, role, agency, shift, active }) =>
    [username.padEnd(16), name.padEnd(28), role.padEnd(11), agency ?? shift ?? "", active ? "" : "(disabled)"].join(
      " ",
    ),
  );
  return { ok: true, lines: rows.map((row) => row.trimEnd()) };
}

/** Adds an account from `--login --name --role [--agency] [--shift]` and says its first password, which is kept nowhere. */
export async function addStaff(record: StaffRecord, flags: Flags): Promise<StaffAnswer> {
  const { login: username = "", name = "", agency = null, shift = null } = flags;
  const as = role.safeParse(flags["role"]);
  if (!login.test(username))
    return refused(`--login is "${username}": accepted are 2 to 40 lower-case letters, digits, dots and dashes.`);
  if (name.trim() === "") return refused('Say who it is: --name "Ani Rahmawati".');
  if (!as.success) return refused(`--role is "${flags["role"] ?? ""}": choose from ${role.options.join(", ")}.`);
  const agencies = (await record.city.agencies.all()).map(({ id }) => id);
  if ((as.data === "agency") !== (agency !== null) || (agency !== null && !agencies.includes(agency)))
    return refused(
      `--agency belongs to the role agency, and is one of ${agencies.join(", ") || "(the city has none)"}.`,
    );
  if ((await record.operators.byUsername(username)) !== null)
    return refused(`${username} is somebody's login already.`);
  const password = drawPassword();
  const passwordHash = await hashPassword(password);
  const account = { id: randomUUIDv7(), username, name: name.trim(), role: as.data, agency, shift, passwordHash };
  await record.operators.add([{ ...account, language: "id", active: true }]);
  return { ok: true, lines: [`${username} (${as.data}), first password ${password}`] };
}

/** Gives `--login` a new password, says it, and ends every session of the account. */
export const renewPassword = (record: StaffRecord, flags: Flags): Promise<StaffAnswer> =>
  change(record, flags, async (account) => {
    const password = drawPassword();
    const passwordHash = await hashPassword(password);
    return { account: { ...account, passwordHash }, line: `${account.username}, new password ${password}` };
  });

/** Lets `--login` sign in no more, or again; the name stays for the log, which still speaks of it. */
export const setActive = (record: StaffRecord, flags: Flags, active: boolean): Promise<StaffAnswer> =>
  change(record, flags, async (account) => ({
    account: { ...account, active },
    line: `${account.username} ${active ? "may sign in again" : "is disabled"}`,
  }));

async function change(
  { operators, sessions }: StaffRecord,
  { login: username = "" }: Flags,
  changed: (account: Operator) => Promise<{ readonly account: Operator; readonly line: string }>,
): Promise<StaffAnswer> {
  const found = await operators.byUsername(username);
  if (found === null)
    return refused(`--login is "${username}": nobody has this login; npm run siaga -- staff lists all.`);
  const { account, line } = await changed(found);
  await operators.change(account);
  await sessions.closeAll(account.id);
  return { ok: true, lines: [line] };
}
