import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { folderFor, freePort, runProgram } from "./telephone.ts";

/** Debian's kamailio as a carrier: registrar with digest, proxy to whoever registered as 112, and out to one telephone. */
export type Kamailio = {
  readonly port: number;
  /** How often it has written this word, e.g. `REGISTERED 112`. */
  times(word: string): number;
  said(): string;
};

export type Carrier = {
  readonly realm: string;
  readonly password: string;
  /** Calls to any other number than 112 go to this port of this machine. */
  readonly telephone: number;
};

/** Grants 3 s, and nonces that live for one: registrations are renewed and nonces go stale while a test looks on. */
export async function openKamailio(t: TestContext, carrier: Carrier): Promise<Kamailio> {
  const folder = folderFor(t, "kamailio");
  const port = await freePort();
  writeFileSync(join(folder, "kamailio.cfg"), configuration(port, carrier));
  const words = ["-DD", "-E", "-f", join(folder, "kamailio.cfg"), "-Y", folder, "-m", "16", "-M", "4"];
  const program = runProgram(t, "/usr/sbin/kamailio", words, folder);
  await program.says("SO_RCVBUF is finally");
  return {
    port,
    times: (word) => program.said().split(word).length - 1,
    said: program.said,
  };
}

const modules = ["tm", "sl", "pv", "xlog", "rr", "textops", "siputils", "usrloc", "registrar", "auth"];

function configuration(port: number, { realm, password, telephone }: Carrier): string {
  return `
debug=2
log_stderror=yes
fork=no
children=1
tcp_children=1
auto_aliases=no
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules:/usr/lib/aarch64-linux-gnu/kamailio/modules"
${modules.map((name) => `loadmodule "${name}.so"`).join("\n")}
modparam("usrloc", "db_mode", 0)
modparam("registrar", "max_expires", 3)
modparam("registrar", "min_expires", 1)
modparam("auth", "nonce_expire", 1)
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")
modparam("auth", "algorithm", "SHA-256")

request_route {
  if (is_method("OPTIONS") && $rU == $null) { sl_send_reply("200", "OK"); exit; }
  if (has_totag()) {
    if (is_method("BYE") && is_present_hf("Proxy-Authorization")) xlog("L_WARN", "PROVEN BYE\\n");
    if (loose_route()) t_relay();
    exit;
  }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  t_check_trans();
  if (is_method("REGISTER")) {
    $var(checked) = pv_www_authenticate("${realm}", "${password}", "0");
    # -4: the nonce is too old. 1 is qop=auth, 16 is stale=true.
    if ($var(checked) == -4) { xlog("L_WARN", "STALE $fU\\n"); auth_challenge("${realm}", "17"); exit; }
    if ($var(checked) < 0) { xlog("L_WARN", "CHALLENGED $fU\\n"); auth_challenge("${realm}", "1"); exit; }
    xlog("L_WARN", "REGISTERED $fU\\n");
    save("location");
    exit;
  }
  if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
  record_route();
  if ($rU == "112") {
    if (!lookup("location")) { sl_send_reply("480", "Not registered"); exit; }
    t_relay();
    exit;
  }
  $var(checked) = pv_proxy_authenticate("${realm}", "${password}", "0");
  if ($var(checked) == -4) { auth_challenge("${realm}", "17"); exit; }
  if ($var(checked) < 0) { xlog("L_WARN", "CHALLENGED INVITE\\n"); auth_challenge("${realm}", "1"); exit; }
  xlog("L_WARN", "PROVEN INVITE\\n");
  consume_credentials();
  $du = "sip:127.0.0.1:${telephone}";
  t_relay();
}
`;
}
