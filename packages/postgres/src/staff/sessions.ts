import type { DeskId, Instant, OperatorId } from "@siaga/core";
import type { Database } from "../database.ts";
import type { Operator } from "./operators.ts";

/** A signed-in browser. The token itself stays in the browser; here is its SHA-256 alone. */
export type Session = {
  readonly tokenHash: string;
  readonly operator: OperatorId;
  readonly desk: DeskId | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly lastSeenAt: Instant;
  readonly userAgent: string | null;
};

export interface Sessions {
  open(session: Session): Promise<void>;
  /** The session and its operator; null when unknown, expired, or the account is no longer active. */
  find(tokenHash: string, now: Instant): Promise<{ readonly session: Session; readonly operator: Operator } | null>;
  seen(tokenHash: string, at: Instant): Promise<void>;
  sitAt(tokenHash: string, desk: DeskId | null): Promise<void>;
  /** Closes it; `closeAll` every session of one operator. */
  close(tokenHash: string): Promise<void>;
  closeAll(operator: OperatorId): Promise<void>;
  /** Forgets those expired before `now`. */
  sweep(now: Instant): Promise<void>;
}

const openOne = `
insert into sessions (centre_id, token_hash, operator, desk, created_at, expires_at, last_seen_at, user_agent)
values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const findOne = `
select json_build_object('tokenHash', s.token_hash, 'operator', s.operator, 'desk', s.desk, 'createdAt', s.created_at,
         'expiresAt', s.expires_at, 'lastSeenAt', s.last_seen_at, 'userAgent', s.user_agent) as session,
       json_build_object('id', o.id, 'username', o.username, 'name', o.name, 'role', o.role, 'agency', o.agency,
         'language', o.language, 'shift', o.shift, 'passwordHash', o.password_hash, 'active', o.active) as operator
  from sessions s join operators o on o.centre_id = s.centre_id and o.id = s.operator
 where s.centre_id = $1 and s.token_hash = $2 and s.expires_at > $3 and o.active`;

export function openSessions(database: Database, centreId: string): Sessions {
  const change = async (sql: string, ...values: readonly unknown[]): Promise<void> => {
    await database.query(sql, [centreId, ...values]);
  };
  return {
    open: ({ tokenHash, operator, desk, createdAt, expiresAt, lastSeenAt, userAgent }) =>
      change(
        openOne,
        tokenHash,
        operator,
        desk,
        createdAt,
        expiresAt,
        lastSeenAt,
        userAgent?.replaceAll("\0", "") ?? null,
      ),
    async find(tokenHash, now) {
      const { rows } = await database.query<{ session: Session; operator: Operator }>(findOne, [
        centreId,
        tokenHash,
        now,
      ]);
      return rows[0] ?? null;
    },
    seen: (tokenHash, at) =>
      change("update sessions set last_seen_at = $3 where centre_id = $1 and token_hash = $2", tokenHash, at),
    sitAt: (tokenHash, desk) =>
      change("update sessions set desk = $3 where centre_id = $1 and token_hash = $2", tokenHash, desk),
    close: (tokenHash) => change("delete from sessions where centre_id = $1 and token_hash = $2", tokenHash),
    closeAll: (operator) => change("delete from sessions where centre_id = $1 and operator = $2", operator),
    sweep: (now) => change("delete from sessions where centre_id = $1 and expires_at <= $2", now),
  };
}
