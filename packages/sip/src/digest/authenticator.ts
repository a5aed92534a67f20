import { randomBytes } from "node:crypto";
import type { SipResponse } from "../message/message.ts";
import { type Credentials, digestValue } from "./answer.ts";
import { type Challenge, challengesOf } from "./challenge.ts";

/** A nonce of a realm while it stands. */
type Standing = { readonly challenge: Challenge; readonly header: string; readonly cnonce: string; count: number };

/** How far one request has come: nothing answered, a challenge answered, a stale one answered anew. */
export type Attempt = "none" | "answered" | "renewed";

/** What to do with a 401 or 407. */
export type Verdict =
  | { readonly kind: "answer"; readonly attempt: Attempt; readonly lines: string }
  | { readonly kind: "refused"; readonly sentence: string };

/** The account of one trunk and the nonces it was given (RFC 3261 §22). Decides only whether and what to answer. */
export class Authenticator {
  readonly #credentials: Credentials;
  readonly #draw: () => string;
  /** By header and realm: a registrar and a proxy of one carrier may share a realm. */
  readonly #standing = new Map<string, Standing>();

  constructor(credentials: Credentials, draw: () => string = () => randomBytes(12).toString("hex")) {
    this.#credentials = credentials;
    this.#draw = draw;
  }

  /** Header lines for a request nobody has challenged yet: nonces still standing are used again (RFC 7616 §3.3). */
  lines(method: string, uri: string): string {
    let lines = "";
    for (const standing of this.#standing.values()) {
      standing.count += 1;
      const { challenge, header, count, cnonce } = standing;
      lines += `${header}: ${digestValue(challenge, this.#credentials, { method, uri, count, cnonce })}\r\n`;
    }
    return lines;
  }

  /** RFC 3261 §22.1: a first challenge is answered, one with stale=true once more with its new nonce; then the password is wrong. */
  receive(
    response: SipResponse,
    request: { readonly method: string; readonly uri: string },
    attempt: Attempt,
  ): Verdict {
    const challenged = challengesOf(response);
    if (!challenged.ok) return { kind: "refused", sentence: challenged.sentence };
    const { challenges } = challenged;
    const header = response.status === 407 ? "Proxy-Authorization" : "Authorization";
    const stale = challenges.every((one) => one.stale);
    if (attempt === "renewed" || (attempt === "answered" && !stale)) {
      for (const { realm } of challenges) this.#standing.delete(`${header} ${realm}`);
      return { kind: "refused", sentence: refusedSentence(challenges) };
    }
    for (const challenge of challenges)
      this.#standing.set(`${header} ${challenge.realm}`, { challenge, header, cnonce: this.#draw(), count: 0 });
    const lines = this.lines(request.method, request.uri);
    return { kind: "answer", attempt: attempt === "none" ? "answered" : "renewed", lines };
  }
}

function refusedSentence(challenges: readonly Challenge[]): string {
  const realms = challenges.map(({ realm }) => `"${realm}"`).join(", ");
  return `The trunk refused our user name or password (realm ${realms}).`;
}
