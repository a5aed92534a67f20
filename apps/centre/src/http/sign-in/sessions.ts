import type { Instant, OperatorId } from "@siaga/core";
import type { Record, Session } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Accounts } from "../../city/accounts.ts";
import type { Actor } from "../../policies/actor.ts";
import type { Clock } from "../../ports.ts";
import { drawSessionToken, hashToken } from "./tokens.ts";

/** Without use for this long a session is over (ms). */
const lasts = 12 * 3_600_000;
/** Use is written down at most this often. */
const noteEvery = 5 * 60_000;

const cookieName = "siaga_session";
const tokenPattern = /(?:^|;\s*)siaga_session=([\w-]+)/;

export interface Sessions {
  /** The cookie's name. */
  readonly cookie: string;
  /** The session token in a raw cookie header. */
  tokenIn(header: string | undefined): string | undefined;
  /** A new session's token. */
  begin(operator: OperatorId): Promise<string>;
  /** Whose session this is, prolonging it; null when there is none or it is over. */
  actorOf(token: string | undefined): Promise<Actor | null>;
  end(token: string): Promise<void>;
}

/** However much it is used, a session ends with the month, so that a forgotten browser does too (ms). */
const atMost = 30 * 86_400_000;

/**
 * Server sessions, 12 h sliding. Kept in memory beside the record, so that people already signed in go on working
 * when the database is away; a restart reads the record.
 */
export function openSessions(rows: Record["sessions"], accounts: Accounts, clock: Clock, log: Logger): Sessions {
  const known = new Map<string, { operator: OperatorId; seenAt: number; notedAt: number; endsAt: number }>();
  const unwritten = (error: unknown): void =>
    log.warn({ code: (error as { code?: string }).code }, "session not written: the record is away");
  const isOver = ({ seenAt, endsAt }: { seenAt: number; endsAt: number }): boolean =>
    clock.now() >= Math.min(endsAt, seenAt + lasts);
  const recall = async (hash: string): Promise<void> => {
    const found = known.has(hash) ? null : await rows.find(hash, clock.now());
    if (found === null) return;
    const { operator, lastSeenAt, expiresAt } = found.session;
    known.set(hash, { operator, seenAt: lastSeenAt, notedAt: lastSeenAt, endsAt: expiresAt });
  };
  return {
    cookie: cookieName,
    tokenIn: (header) => tokenPattern.exec(header ?? "")?.[1],
    async begin(operator) {
      const { token, hash } = drawSessionToken();
      const now = clock.now();
      for (const [old, session] of known) if (isOver(session)) known.delete(old);
      known.set(hash, { operator, seenAt: now, notedAt: now, endsAt: now + atMost });
      await rows.open(freshSession(hash, operator, now)).catch(unwritten);
      void rows.sweep(now).catch(unwritten);
      return token;
    },
    async actorOf(token) {
      if (token === undefined || token === "") return null;
      const hash = hashToken(token);
      await recall(hash);
      const session = known.get(hash);
      if (session === undefined || isOver(session)) return null;
      const now = clock.now();
      session.seenAt = now;
      if (now - session.notedAt >= noteEvery) {
        session.notedAt = now;
        void rows.seen(hash, now).catch(unwritten);
      }
      return accounts.actor(session.operator);
    },
    async end(token) {
      const hash = hashToken(token);
      known.delete(hash);
      await rows.close(hash).catch(unwritten);
    },
  };
}

const freshSession = (tokenHash: string, operator: OperatorId, now: Instant): Session => ({
  tokenHash,
  operator,
  desk: null,
  createdAt: now,
  expiresAt: now + atMost,
  lastSeenAt: now,
  userAgent: null,
});
