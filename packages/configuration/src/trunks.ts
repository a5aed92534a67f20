import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { TrunkSetting } from "@siaga/sip";
import type { Configuration, TrunkConfiguration } from "./configuration.ts";
import type { TrunkFile } from "./trunk-schema.ts";

/** With no trunk configured only this machine may call; any other address is refused until configured. */
export const loopbackTrunk: TrunkConfiguration = {
  name: "loopback",
  addresses: ["127.0.0.0/8", "::1"],
  peer: null,
  trustIdentity: true,
  pseudoNumbers: [],
  channels: null,
  codecs: null,
};

/** The port on this machine where the demo agencies' telephones answer; null where a carrier is configured or they are off. */
export function demoPhonesPort({ trunks, trunksConfigured }: Configuration["sip"]): number | null {
  const peer = trunksConfigured ? null : (trunks[0]?.peer ?? null);
  return peer === null ? null : Number(peer.split(":").at(-1));
}

export type ResolvedTrunks =
  | { readonly ok: true; readonly trunks: readonly TrunkConfiguration[] }
  | { readonly ok: false; readonly sentences: readonly string[] };

/** Fetches the passwords the file only refers to. No sentence holds one. */
export function resolveTrunks(files: readonly TrunkFile[], env: NodeJS.ProcessEnv, cwd: string): ResolvedTrunks {
  const sentences: string[] = [];
  const names = files.map(({ name }) => name);
  for (const [at, name] of names.entries())
    if (names.indexOf(name) !== at)
      sentences.push(`sip.trunks.${at}.name is "${name}": accepted is a name no other trunk has.`);
  const trunks = files.map((file, at): TrunkConfiguration => {
    const { account: reference, registration, country, presentedNumber, ...plain } = file;
    const account = reference === undefined ? undefined : accountOf(reference, `sip.trunks.${at}.account`, env, cwd);
    if (account !== undefined && "sentence" in account) sentences.push(account.sentence);
    return {
      ...plain,
      ...(country !== undefined && { country }),
      ...(presentedNumber !== undefined && { presentedNumber }),
      ...(account !== undefined && "password" in account && { account }),
      ...(registration !== undefined && {
        registration: { ...registration, user: registration.user ?? reference?.username ?? "" },
      }),
    };
  });
  return sentences.length > 0 ? { ok: false, sentences } : { ok: true, trunks };
}

type Account = NonNullable<TrunkSetting["account"]>;

function accountOf(
  { username, passwordFile, passwordVariable }: NonNullable<TrunkFile["account"]>,
  key: string,
  env: NodeJS.ProcessEnv,
  cwd: string,
): Account | { readonly sentence: string } {
  if (passwordVariable !== undefined) {
    const password = env[passwordVariable] ?? "";
    if (password !== "") return secret(username, password);
    return { sentence: `${key}.passwordVariable is "${passwordVariable}": that environment variable is not set.` };
  }
  const path = resolve(cwd, passwordFile ?? "");
  const accepted = "accepted is the path of a readable file whose first line is the password.";
  try {
    const password = (readFileSync(path, "utf8").split(/\r?\n/)[0] ?? "").trim();
    if (password !== "") return secret(username, password);
  } catch {
    // Said below: whatever is wrong with it, the file cannot be used.
  }
  return { sentence: `${key}.passwordFile is "${passwordFile}": ${accepted}` };
}

/** Not enumerable: whoever prints or sends a configuration prints no password. */
function secret(username: string, password: string): Account {
  return Object.defineProperty({ username }, "password", { value: password, enumerable: false }) as Account;
}
