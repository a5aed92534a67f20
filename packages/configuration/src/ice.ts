import { readFileSync } from "node:fs";
import type { Configuration } from "./configuration.ts";

type Ice = Pick<Configuration, "iceServers" | "turnSecretFile">;

const isTurn = (url: string): boolean => /^turns?:/.test(url);

/** One sentence for each server that could never be used as it is written. */
export function iceMistakes({ iceServers, turnSecretFile }: Ice): string[] {
  const sentences = iceServers.flatMap(({ urls, username, credentialFile }, at) => {
    const server = `iceServers.${at} (${urls.join(", ")})`;
    if ((username === null) !== (credentialFile === null))
      return [`${server} has only one of username and credentialFile: give both, or neither and a turnSecretFile.`];
    if (urls.some(isTurn) && username === null && turnSecretFile === null)
      return [
        `${server} is a TURN server and asks for a password: give username and credentialFile, or turnSecretFile.`,
      ];
    return [];
  });
  if (turnSecretFile !== null && !iceServers.some(({ urls, username }) => username === null && urls.some(isTurn)))
    sentences.push("turnSecretFile is set, but no TURN server of iceServers uses it: add one without a username.");
  return sentences;
}

/** One sentence for each secret that cannot be read. Asked at the start; later a desk does without that server. */
export function unreadableSecrets({ iceServers, turnSecretFile }: Ice): string[] {
  const files = [
    ["turnSecretFile (SIAGA_TURN_SECRET_FILE)", turnSecretFile] as const,
    ...iceServers.map(({ credentialFile }, at) => [`iceServers.${at}.credentialFile`, credentialFile] as const),
  ];
  return files.flatMap(([key, file]) => {
    if (file === null) return [];
    try {
      if (readFileSync(file, "utf8").trim() !== "") return [];
      return [`${key} names ${file}, which is empty: write the secret into it, on one line.`];
    } catch (error) {
      return [`${key} names ${file}, which cannot be read: ${(error as Error).message}.`];
    }
  });
}
