import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Configuration } from "@siaga/configuration";
import { z } from "zod";

const cityFolder = resolve(import.meta.dirname, "../../../cities/kota-serang");
const staffFile = z.object({ staff: z.array(z.object({ username: z.string(), role: z.string() })) });
const cityFile = z.object({ demoPassword: z.string() });

/** What a person needs once everything runs: addresses, logins (`adminLogin` in a real city), and who may call. */
export function announce(configuration: Configuration, adminLogin: string, say: (sentence: string) => void): void {
  const { http, sip, dataDir, city } = configuration;
  const heard = sip.address === "0.0.0.0" ? "127.0.0.1" : sip.address;
  const trust = http.localCaFile === null ? "" : ` (trust its certificate once: http://<this machine>:${http.port}/ca)`;
  say("");
  say("Siaga 112 is running.");
  say(`  Console   http://127.0.0.1:${http.port}`);
  say(`            https://<this machine>:${http.httpsPort} for desks on other machines${trust}`);
  say(`  SIP       sip:112@${heard}:${sip.port} (UDP and TCP)`);
  if (!sip.trunksConfigured)
    say(
      '            No trunk is configured: this machine alone may call; any other address is refused until "sip.trunks" names it.',
    );
  say(`  Data      ${dataDir}`);
  for (const line of city === "demo" ? demoLogins() : [`  Login     ${adminLogin}`]) say(line);
  say("  Stop      Ctrl-C");
}

/** One account of each role; all share one password, which is no secret. */
function demoLogins(): string[] {
  const { staff } = staffFile.parse(read("staff.json"));
  const { demoPassword } = cityFile.parse(read("city.json"));
  const firstOf = new Map<string, string>();
  for (const { username, role } of staff) if (!firstOf.has(role)) firstOf.set(role, username);
  return [
    `  Logins    password ${demoPassword}`,
    ...[...firstOf].map(([role, username]) => `            ${username.padEnd(10)}${role}`),
  ];
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(cityFolder, name), "utf8"));
