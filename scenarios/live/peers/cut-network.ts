import { spawnSync } from "node:child_process";
import type { Instance } from "../instance.ts";

/** Only root may take a cable out, as it were. */
export const mayCut = process.getuid?.() === 0;

const nft = (...words: string[]): void => {
  const { status, stderr, error } = spawnSync("nft", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`nft ${words.join(" ")}: ${error?.message ?? stderr}`);
};

/** Lets no datagram through between this instance and its desks, either way; the rest of the network stands. Returns the mender. */
export function cutDesks({ env }: Instance): () => void {
  const last = Number(env["SIAGA_RTP_PORTS"]?.split("-")[1]);
  const desks = `${last - 99}-${last}`;
  const table = `siaga_${last}`;
  nft("add", "table", "inet", table);
  nft("add", "chain", "inet", table, "desks", "{ type filter hook input priority 0 ; }");
  for (const end of ["dport", "sport"]) nft("add", "rule", "inet", table, "desks", "udp", end, desks, "drop");
  let cut = true;
  return () => {
    if (cut) nft("delete", "table", "inet", table);
    cut = false;
  };
}
