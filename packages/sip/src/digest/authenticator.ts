import { randomBytes } from "node:crypto";
import type { SipResponse } from "../message/message.ts";
import { type Credentials, digestValue } from "./answer.ts";
import { type Challenge, challengesOf } from "./challenge.ts";

/** A nonce of a realm while it stands. */
type Standing = { readonly challenge: Challenge; readonly header: string; readonly cnonce: string; count: number };

/** How far one request has come with a realm: a challenge answered, a stale one answered anew. */
type Attempt = "answered" | "renewed";
/** By header and realm: each proxy on the way and the far end ask for themselves (RFC 3261 §22.3). */
export type Attempts = ReadonlyMap<string, Attempt>;

/** What to do with a 401 or 407. */
export type Verdict =
  | { readonly kind: "answer"; readonly attempts: Attempts; readonly lines: string }
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

  /**
   * RFC 3261 §22.1: the first challenge of a realm is answered, one with stale=true once more with its new nonce; then the
   * password is wrong. `attempts`: how far this request has come.
   */
  receive(
    response: SipResponse,
    request: { readonly method: string; readonly uri: string },
    attempts: Attempts,
  ): Verdict {
    const challenged = challengesOf(response);
    if (!challenged.ok) return { kind: "refused", sentence: challenged.sentence };
    const { challenges } = challenged;
    const header = response.status === 407 ? "Proxy-Authorization" : "Authorization";
    const keyOf = ({ realm }: Challenge): string => `${header} ${realm}`;
    const isRefused = (one: Challenge): boolean =>
      attempts.has(keyOf(one)) && !(one.stale && attempts.get(keyOf(one)) === "answered");
    const refused = challenges.filter(isRefused);
    if (refused.length > 0) {
      for (const one of refused) this.#standing.delete(keyOf(one));
      return { kind: "refused", sentence: refusedSentence(refused) };
    }
    const now = new Map(attempts);
    for (const challenge of challenges) {
      const key = keyOf(challenge);
      now.set(key, attempts.has(key) ? "renewed" : "answered");
      this.#standing.set(key, { challenge, header, cnonce: this.#draw(), count: 0 });
    }
    return { kind: "answer", attempts: now, lines: this.lines(request.method, request.uri) };
  }
}

function refusedSentence(challenges: readonly Challenge[]): string {
  const realms = challenges.map(({ realm }) => `"${realm}"`).join(", ");
  return `The trunk refused our user name or password (realm ${realms}).`;
}
