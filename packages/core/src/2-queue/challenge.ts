import { believe, type ChallengeParameters, noClaims, rounded, type TriageParameters } from "#admission";
import type { CallId, ChallengePrompt, ChallengeResponse, Digit } from "#kernel";
import type { InputOf } from "../input.ts";
import type { Call, CentreState } from "../state.ts";
import { challengeDueTimer, challengeTimer, startTimer, stopTimer } from "../timers.ts";
import type { Challenge, LinePlace } from "../triage-state.ts";
import type { Turn } from "../turn.ts";
import { announce } from "./announcement.ts";
import { isToldParked, triageOf } from "./line.ts";
import { isWaiting, mayBeAsked, operatorsPresent } from "./room.ts";

/**
 * Which digit is asked for: drawn from the call's own id, so that the log alone tells it again. It stays the same however
 * often the question is repeated: who presses late is right too.
 */
export function digitFor(call: CallId): Digit {
  let drawn = 1;
  for (let place = 0; place < call.length; place += 1) drawn = (drawn * 31 + call.charCodeAt(place)) % 1_000_003;
  return String(drawn % 10) as Digit;
}

export const challengePrompt = (digit: Digit): ChallengePrompt => `challenge-${digit}`;

/**
 * Known abusers are asked as they come; others only when they are left waiting.
 * Being asked costs nobody their place, and no answer ends a call. `calls`: with whom something happened.
 */
export function askWaiting(turn: Turn, calls: Iterable<CallId>): void {
  const triage = triageOf(turn.state);
  if (triage?.challenge == null) return;
  for (const id of calls) {
    const call = turn.state.calls.get(id);
    if (call !== undefined && isToBeAsked(call, triage, turn.state)) ask(turn, call, 0, triage.challenge);
  }
}

/**
 * Left waiting and asked nothing yet, and something speaks against them; or one operator is alone with callers of whom
 * nothing is known.
 */
export function isToBeAsked(call: Call, triage: TriageParameters, state: CentreState): boolean {
  const { place } = call;
  if (call.state !== "queued" || place === null || place.challenge.kind !== "none") return false;
  if (!mayBeAsked(call) || isToldParked(call)) return false;
  const nothingKnown = place.unknown || call.caller.kind === "withheld";
  return place.risk >= triage.expressBelow || (nothingKnown && asksAll(triage, state));
}

/** Not while an incident is announced: those callers are told of it instead. */
export const asksAll = ({ alone }: TriageParameters, state: CentreState): boolean =>
  alone?.asksAll === true && state.triage.bulletin === null && operatorsPresent(state) === 1;

/** A known abuser is asked before a desk rings for them, also on a calm day. */
export function askAbuser(turn: Turn, call: Call): void {
  const triage = triageOf(turn.state);
  if (triage?.challenge != null && call.place?.abuser === true && mayBeAsked(call))
    ask(turn, call, 0, triage.challenge);
}

function ask(turn: Turn, call: Call, attempt: number, parameters: ChallengeParameters): void {
  const digit = digitFor(call.id);
  const prompt = challengePrompt(digit);
  turn.emit({ type: "challenge.asked", call: call.id, attempt, digit });
  if (call.announcedAt === null) announce(turn, call, prompt);
  else turn.ask({ type: "prompt.play", call: call.id, prompt, loop: false });
  startTimer(turn, challengeTimer(call, attempt, turn.at, parameters));
}

const asked = (call: Call | undefined, attempt?: number): Extract<Challenge, { kind: "asked" }> | null => {
  if (!isWaiting(call) || call.place?.challenge.kind !== "asked") return null;
  return attempt === undefined || call.place.challenge.attempt === attempt ? call.place.challenge : null;
};

/**
 * The right digit is a strong answer at once, also between two questions; another one says that somebody is there. A parked
 * caller was told that any key leads back.
 */
export function takeDigit(turn: Turn, { call: id, digit }: { readonly call: CallId; readonly digit: string }): void {
  const call = turn.state.calls.get(id);
  if (!isWaiting(call) || call.place === null) return;
  if (isToldParked(call)) return conclude(turn, call, 0, "strong");
  const { challenge } = call.place;
  if (challenge.kind === "none") return;
  const open = challenge.kind === "asked" || (challenge.response !== "strong" && isUnproven(call.place, turn.state));
  if (open && (digit === digitFor(id) || call.parkedAt !== null)) conclude(turn, call, challenge.attempt, "strong");
  else if (challenge.kind === "asked" && !challenge.heard) turn.emit({ type: "speech.heard", call: id });
}

/** Any sound says that somebody is there; what they say is for a person to hear. */
export function hearSpeech(turn: Turn, { call }: InputOf<"speech.heard">): void {
  const challenge = asked(turn.state.calls.get(call));
  if (challenge !== null && !challenge.heard) turn.emit({ type: "speech.heard", call });
}

/** Nothing more came in time. The caller waits on, and is asked again. */
export function lapseChallenge(turn: Turn, { call: id, attempt }: InputOf<"challenge.lapsed">): void {
  const call = turn.state.calls.get(id);
  const challenge = asked(call, attempt);
  if (call !== undefined && challenge !== null) conclude(turn, call, attempt, challenge.heard ? "weak" : "none");
}

/** While a desk rings, whether to ask is looked at again this often (ms). */
const whileOffered = 1_000;

/** The pause between two questions is over. */
export function askAgain(turn: Turn, { call: id, attempt }: InputOf<"challenge.due">): void {
  const call = turn.state.calls.get(id);
  const parameters = triageOf(turn.state)?.challenge;
  if (parameters == null || !isWaiting(call) || call.place === null || !isUnproven(call.place, turn.state)) return;
  const { challenge } = call.place;
  const next = challenge.kind === "answered" ? challenge.attempt + 1 : isToldParked(call) ? 0 : null;
  if (next !== attempt) return;
  // A desk rings: the question can wait for what comes of it.
  if (call.state === "offered") startTimer(turn, challengeDueTimer(call, attempt, turn.at + whileOffered, parameters));
  else ask(turn, call, attempt, parameters);
}

/**
 * Something still speaks against them; they may be express all the same, while the question tells nobody apart. Or nothing
 * does, and a lone operator's room asks once more, since they said nothing.
 */
export function isUnproven(place: LinePlace, state: CentreState): boolean {
  const { lane, risk, challenge, bulletin } = place;
  const expressBelow = triageOf(state)?.expressBelow ?? Infinity;
  // Whoever calls about something else than everybody comes first already.
  if (lane !== "express" || bulletin === "something-else") return lane === "waiting";
  const silent = challenge.kind === "answered" && challenge.response === "none";
  return risk >= expressBelow || (silent && isAskedAllTheSame(place, expressBelow));
}

/** Nothing spoke against them when they were first asked. */
const isAskedAllTheSame = ({ asked: first }: LinePlace, expressBelow: number): boolean =>
  first !== null && first.risk < expressBelow;

function conclude(turn: Turn, call: Call, attempt: number, response: ChallengeResponse): void {
  const triage = triageOf(turn.state);
  if (triage?.challenge == null || call.place === null) return;
  const stands = answered(turn, call, call.place, attempt, response, triage);
  turn.emit({ type: "challenge.answered", call: call.id, attempt, response, ...stands });
  if (response === "strong" && stands.lane === "waiting" && triage.claims.promotesUnclaimed && !call.place.promoted)
    turn.emit({ type: "call.promoted", call: call.id });
  stopTimer(turn, `challenge:${call.id}`);
  turn.ask({ type: "prompt.play", call: call.id, prompt: "still-waiting", loop: true });
  if (response !== "strong" && isUnproven(call.place, turn.state) && attempt < triage.challenge.retries) {
    startTimer(turn, challengeDueTimer(call, attempt + 1, turn.at, triage.challenge));
  }
}

type Stands = Pick<LinePlace, "lane" | "risk"> & { readonly belief: "token" | "streak" | null };

/** What an answer is worth (risk in log-odds) and which lane it opens. */
function answered(
  turn: Turn,
  call: Call,
  place: LinePlace,
  attempt: number,
  response: ChallengeResponse,
  triage: TriageParameters,
): Stands {
  const challenge = triage.challenge!;
  const { expressBelow } = triage;
  if (response !== "strong") {
    // Where nothing spoke against them silence does not either: who cannot press or speak keeps their place.
    const silence = isAskedAllTheSame(place, expressBelow) ? 0 : challenge.none;
    const risk = rounded(place.risk + (response === "weak" ? challenge.weak : silence));
    // No answer, and no silence, takes away a lane that was gained before.
    return { lane: place.lane === "waiting" && risk < expressBelow ? "express" : place.lane, risk, belief: null };
  }
  if (place.abuser) return believed(turn, call, place, triage);
  const { since, risk: before } = place.asked ?? { since: turn.at, risk: place.risk };
  // An operator has spoken with them and let them wait: a claim to be heard again, behind those nobody has heard.
  if (call.parkedAt !== null) return { lane: "claim", risk: rounded(Math.max(expressBelow, before)), belief: null };
  if (attempt > 0 && turn.at - since > challenge.firstWithin) return lately(before, challenge, expressBelow);
  const risk = rounded(before + challenge.strong);
  return { lane: place.lane === "express" || risk < expressBelow ? "express" : "claim", risk, belief: null };
}

/** Right, but not at first: behind those who were right at once. */
function lately(before: number, { strongAtRetry, lateOpens }: ChallengeParameters, expressBelow: number): Stands {
  if (lateOpens === "express") return { lane: "express", risk: rounded(expressBelow - 0.02), belief: null };
  return { lane: "claim", risk: rounded(Math.max(expressBelow, before + strongAtRetry)), belief: null };
}

function believed(turn: Turn, call: Call, place: LinePlace, triage: TriageParameters): Stands {
  const { claims, streaks } = turn.state.triage;
  const record = call.caller.kind === "number" ? (claims.get(call.caller.id) ?? noClaims) : noClaims;
  const belief = believe(record, streaks, turn.at, triage.claims);
  if (belief !== null) return { lane: "claim", risk: triage.expressBelow, belief };
  const risk = rounded(Math.max(triage.expressBelow, place.risk + triage.challenge!.strongUnclaimed));
  return { lane: "waiting", risk, belief };
}
