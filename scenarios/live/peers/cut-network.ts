import { spawnSync } from "node:child_process";
import type { Instance } from "../instance.ts";

/** Only root may take a cable out, as it were. */
export const mayCut = process.getuid?.() === 0;

const nft = (...words: string[]): void => {
  const { status, stderr, error } = spawnSync("nft", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`nft ${words.join(" ")}: ${error?.message ?? stderr}`);
};

const ways = { "to the desks": "sport", "from the desks": "dport" } as const;
type Way = keyof typeof ways;

/** Lets no datagram through between this instance and its desks; the rest of the network stands. Returns the mender. */
export const cutDesks = (instance: Instance): (() => void) => drop(instance, ["to the desks", "from the desks"], []);

/** Loses sound in one direction and nothing else: RTP begins with the bits 10, DTLS and STUN do not (RFC 7983 §7). */
export const loseSound = (instance: Instance, way: Way): (() => void) => drop(instance, [way], ["@th,64,2", "2"]);

function drop({ env }: Instance, cut: readonly Way[], only: readonly string[]): () => void {
  const last = Number(env["SIAGA_RTP_PORTS"]?.split("-")[1]);
  const desks = `${last - 99}-${last}`;
  const table = `siaga_${last}`;
  nft("add", "table", "inet", table);
  nft("add", "chain", "inet", table, "desks", "{ type filter hook input priority 0 ; }");
  for (const way of cut) nft("add", "rule", "inet", table, "desks", "udp", ways[way], desks, ...only, "drop");
  let standing = true;
  return () => {
    if (standing) nft("delete", "table", "inet", table);
    standing = false;
  };
}
