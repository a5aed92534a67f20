import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian packages the tests' real parts come from, and the program each brings. */
const programs = [
  { program: "chromium", debian: "chromium", for: "browser desks" },
  { program: "sipp", debian: "sip-tester", for: "SIP callers" },
  { program: "openssl", debian: "openssl", for: "certificates" },
  { program: "baresip", debian: "baresip-core", for: "SIP callers with audio" },
  { program: "nft", debian: "nftables", for: "desks whose network is cut" },
  { program: "turnserver", debian: "coturn", for: "desks behind a relay" },
  { program: "linphonec", debian: "linphone-cli", for: "SIP telephones of another make" },
  { program: "kamailio", debian: "kamailio", for: "a carrier's registrar" },
] as const;

/** Debian keeps daemons where not every user looks. */
const has = (program: string): boolean =>
  [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin"].some((folder) => existsSync(`${folder}/${program}`));

/** Installs what is missing when root on Debian; else says what to install. Returns what is still missing. */
export function bringPrograms(): readonly string[] {
  const missing = programs.filter(({ program }) => !has(program));
  if (missing.length === 0) return [];
  const names = missing.map(({ debian }) => debian);
  if (process.getuid?.() === 0 && has("apt-get")) {
    console.log(`Installing ${names.join(", ")} with apt-get…`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env, stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
  } else {
    console.log(`Some tests are skipped until you install: apt-get install --no-install-recommends ${names.join(" ")}`);
    for (const { program, for: purpose } of missing) console.log(`  without ${program}: no tests with ${purpose}`);
  }
  return programs.filter(({ program }) => !has(program)).map(({ program }) => program);
}
