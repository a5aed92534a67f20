import { type Allowance, type ClaimRecord, noRate, type Pressure, type RiskReason } from "#admission";
import type { CallId, ChallengeResponse, DeskId, Digit, IncidentId, Instant, Lane, PersonalId } from "#kernel";

/** Where a call stands in line, and why. Null on a call while the policy is first come, first served. */
export type LinePlace = {
  lane: Lane;
  /** Log-odds beside an unknown caller. */
  risk: number;
  readonly reasons: readonly RiskReason[];
  readonly abuser: boolean;
  readonly unknown: boolean;
  /** The wait counts from here: earlier than the arrival when the caller gave up and dialled again. */
  readonly since: Instant;
  promoted: boolean;
  /** An operator has listened for a moment. */
  glanced: boolean;
  /** The bulletin was heard, or left for something else. */
  bulletin: "heard" | "something-else" | null;
  challenge: Challenge;
  /** When the first question began, and the risk until then. */
  asked: { readonly since: Instant; readonly risk: number } | null;
};

/** What was asked of a waiting caller, and what came. */
export type Challenge =
  | { readonly kind: "none" }
  | {
      readonly kind: "asked";
      readonly attempt: number;
      readonly digit: Digit;
      readonly askedAt: Instant;
      readonly heard: boolean;
    }
  | {
      readonly kind: "answered";
      readonly attempt: number;
      readonly response: ChallengeResponse;
      readonly answeredAt: Instant;
    };

/** What the room remembers to tell who is next. Rebuilt by folding the log like everything else. */
export type TriageState = {
  pressure: Pressure;
  /** A surge: since when, and the last moment somebody was left waiting. Null on a calm day. */
  surge: { readonly since: Instant; readonly pressedAt: Instant } | null;
  claims: Map<PersonalId, ClaimRecord>;
  streaks: Allowance;
  budget: Allowance;
  /** The incident everybody calls about, announced by a person. */
  bulletin: { readonly incident: IncidentId } | null;
  /** Who listens to whom right now, and when a number was last listened to. */
  glances: Map<DeskId, { readonly call: CallId; readonly since: Instant }>;
  glanced: Map<PersonalId, Instant>;
  /** The last call of the waiting lane rang at a desk. */
  waitingRangAt: Instant | null;
  /** Who gave up lately: when, and since when they had waited. */
  leavers: Map<PersonalId, { readonly leftAt: Instant; readonly since: Instant }>;
};

export const calm = (): TriageState => ({
  pressure: { all: noRate, unknown: noRate, nuisanceShare: 0, asked: noRate, rightly: noRate },
  surge: null,
  claims: new Map(),
  streaks: { left: Number.MAX_SAFE_INTEGER, at: 0 },
  budget: { left: Number.MAX_SAFE_INTEGER, at: 0 },
  bulletin: null,
  glances: new Map(),
  glanced: new Map(),
  waitingRangAt: null,
  leavers: new Map(),
});
