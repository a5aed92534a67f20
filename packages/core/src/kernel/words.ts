import type { AgencyId, DeskId, PartyId, PersonalId } from "./ids.ts";
import type { Instant } from "./time.ts";

/**
 * Who is calling, as the log may know it: a reference, never a number.
 * `withheld` covers empty, anonymous, private and SIM-less pseudo-numbers: never shared, never restricted.
 */
export type Caller = { readonly kind: "number"; readonly id: PersonalId } | { readonly kind: "withheld" };

/** What a call turned out to be (GLOSSARY, classification). `unclear` is what a lapsed wrap-up leaves for review. */
export type Classification =
  | "emergency"
  | "non-emergency"
  | "information"
  | "silent"
  | "prank"
  | "child"
  | "harassment"
  | "doubtful"
  | "disconnected"
  | "misdial"
  | "unclear";

/** How a call ended: exactly one, first match wins (GLOSSARY, "How a call ends"). */
export type Outcome =
  | "answered"
  | "answered_elsewhere"
  | "abandoned_ringing"
  | "abandoned_in_queue"
  | "left_in_announcement"
  | "congestion"
  | "setup_failed"
  | "interrupted";

/** Dated facts about earlier calls of one number, counted by the record before the call arrives. Test calls excluded. */
export type CallerHistory = {
  readonly callsToday: number;
  readonly calls30Days: number;
  /** Classifications of the last 30 days, e.g. `{ silent: 5 }`. */
  readonly classified: Readonly<Partial<Record<Classification, number>>>;
  /** Genuine reports ever (classified emergency or non-emergency): genuine first, always shown, also 0. */
  readonly genuine: { readonly count: number; readonly lastAt: Instant | null };
  /** Nuisance and genuine reports as faded when the call arrived (policy: half-lives); absent in older logs. */
  readonly faded?: { readonly nuisance: number; readonly genuine: number };
};

/** Room roles at a desk. One person is often call taker and dispatcher. */
export type DeskRole = "call-taker" | "dispatcher" | "supervisor";

/** A prompt's name; the exchange finds the spoken file in the city's languages. */
export type PromptName =
  | "welcome-wait"
  | "recorded-notice"
  | "still-waiting"
  | "on-hold"
  | "all-busy"
  | "connecting"
  | "bulletin"
  /** Says that the caller was let wait again, and that any key leads back. */
  | "parked"
  | ChallengePrompt;

/** Asks for one digit: `challenge-5`. */
export type ChallengePrompt = `challenge-${Digit}`;
export type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

/** What screens must be told and keep telling until cleared. */
export type AlarmKind =
  | "call-unanswered"
  | "nobody-signed-in"
  | "fail-open"
  | "record-journalling"
  | "audio-missing"
  | "signalling-silent"
  | "desk-vanished"
  | "clock-jumped"
  | "trunk-down"
  | "disk-space"
  | "backup-missing"
  | "media-restarted"
  | "recording-failed"
  | "link-lost";

/** Somewhere else that may answer: a telephone number dialled when the room does not. */
export type FallbackTarget = { readonly name: string; readonly number: string };

/**
 * Whom an operator brings into a call. The log holds references: an agency's number is the city's, a person's is personal
 * data, a desk is this room's. `referred`: another party sent the caller on; the number is known to the exchange alone.
 */
export type PartyTo =
  | { readonly kind: "agency"; readonly agency: AgencyId }
  | { readonly kind: "number"; readonly number: PersonalId }
  | { readonly kind: "desk"; readonly desk: DeskId }
  | { readonly kind: "referred"; readonly by: PartyId };

/**
 * How a party is brought in. `consult`: the caller hears the hold prompt while operator and party speak alone.
 * `three-way`: the caller stays in the conversation. `blind`: operator leaves once the party answers.
 */
export type PartyHow = "consult" | "three-way" | "blind";

/** 1 life at risk · 2 urgent · 3 ordinary · 4 information. */
export type Priority = 1 | 2 | 3 | 4;

/**
 * Who is served before whom while too many call. `express`: nothing speaks against them. `claim`: something does, and they
 * answered the challenge. `waiting`: everybody else. Nobody is refused in any of them.
 */
export type Lane = "express" | "claim" | "waiting";

/** What an operator heard of a waiting caller. `unsure` also when nothing could be made out. */
export type GlanceFinding = "emergency" | "nuisance" | "unsure";

/** How a caller answered the challenge: the digit asked for, any sound, or nothing. */
export type ChallengeResponse = "strong" | "weak" | "none";
