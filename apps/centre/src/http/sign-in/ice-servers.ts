import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Configuration } from "@siaga/configuration";
import type { IceServer } from "@siaga/contracts/http";
import type { DeskId, Duration, Instant } from "@siaga/core";

export type IceParts = {
  readonly configuration: Pick<Configuration, "iceServers" | "turnSecretFile">;
  /** Told in one sentence when a secret cannot be read; the desk then does without that server. */
  readonly onUnreadable: (sentence: string) => void;
};

/**
 * The STUN and TURN servers a desk may use until its claim ends. With a shared secret the name says when it ends and the
 * password proves it, so that nobody can use the relay longer ("A REST API for access to TURN services", §2.2: HMAC-SHA1).
 */
export function iceServersFor(
  desk: DeskId,
  { now, lasts }: { readonly now: Instant; readonly lasts: Duration },
  { configuration: { iceServers, turnSecretFile }, onUnreadable }: IceParts,
): IceServer[] {
  const secretIn = (file: string): string | null => {
    try {
      return readFileSync(file, "utf8").trim();
    } catch (error) {
      onUnreadable(`A desk goes without its TURN server: ${file} cannot be read (${(error as Error).message}).`);
      return null;
    }
  };
  return iceServers.flatMap(({ urls, username, credentialFile }): IceServer[] => {
    if (username !== null && credentialFile !== null) {
      const credential = secretIn(credentialFile);
      return credential === null ? [] : [{ urls: [...urls], username, credential }];
    }
    if (!urls.some((url) => url.startsWith("turn")) || turnSecretFile === null) return [{ urls: [...urls] }];
    const secret = secretIn(turnSecretFile);
    if (secret === null) return [];
    const name = `${Math.floor((now + lasts) / 1000)}:${desk}`;
    return [{ urls: [...urls], username: name, credential: createHmac("sha1", secret).update(name).digest("base64") }];
  });
}
