import type { Board, CallRow, DeskRow, PlaceRow, Room } from "@siaga/contracts/live";

/**
 * Moments of a flood: free desks, one asked to park, one whose caller is not heard, one listening, a single operator on
 * shift, an open bulletin.
 */
const floodScenes = ["flood", "asked-to-park", "unheard", "listening", "alone", "bulletin"] as const;
export type FloodScene = (typeof floodScenes)[number];
export const isFloodScene = (scene: string): scene is FloodScene => (floodScenes as readonly string[]).includes(scene);

const fresh: PlaceRow = {
  lane: "waiting",
  reasons: ["nothing-known"],
  since: 0,
  promoted: false,
  promotesAt: null,
  challenge: "none",
  belief: null,
  bulletin: null,
  glanced: false,
  waitsFor: null,
};
const heard = (classified: Record<string, number>): CallRow["history"] => ({
  callsToday: 2,
  calls30Days: 12,
  classified,
  genuine: { count: 0, lastAt: null },
});
type Waiter = { id: string; number: string | null; waited: number; place: Partial<PlaceRow>; more?: Partial<CallRow> };

const inLine = (now: number): readonly Waiter[] => [
  {
    id: "e1",
    number: "0813 •••• 7152",
    waited: 6,
    place: { lane: "express", reasons: ["genuine-before"] },
    more: { history: { ...heard({})!, genuine: { count: 2, lastAt: now - 90 * 86_400_000 } } },
  },
  {
    id: "c1",
    number: "0877 •••• 4410",
    waited: 19,
    place: { lane: "claim", challenge: "strong", belief: "token", reasons: ["nuisance-before"] },
    more: { history: heard({ prank: 4 }) },
  },
  { id: "c2", number: null, waited: 7, place: { lane: "claim", challenge: "strong", reasons: ["withheld-number"] } },
  {
    id: "t0",
    number: "0838 •••• 6125",
    waited: 97,
    place: { promoted: true, challenge: "silent", reasons: ["nuisance-before"] },
    more: { history: heard({ prank: 9, silent: 3 }) },
  },
  { id: "t1", number: "0821 •••• 0087", waited: 58, place: { challenge: "silent", reasons: ["many-new-numbers"] } },
  {
    id: "t2",
    number: "0896 •••• 5521",
    waited: 47,
    place: { challenge: "weak", reasons: ["nuisance-before"], glanced: true },
    more: { history: heard({ prank: 2, silent: 6 }) },
  },
  { id: "t3", number: null, waited: 33, place: { challenge: "asked", reasons: ["withheld-number"] } },
  {
    id: "t4",
    number: "0857 •••• 9040",
    waited: 21,
    place: { challenge: "silent", reasons: ["nuisance-before"], bulletin: "heard" },
    more: { history: heard({ prank: 2 }), parkedAt: now - 21_000 },
  },
];

function waiterRow(template: CallRow, now: number, { id, number, waited, place, more }: Waiter): CallRow {
  const arrivedAt = now - waited * 1_000;
  return {
    ...template,
    id,
    number,
    arrivedAt,
    announcedAt: arrivedAt + 4_000,
    history: null,
    place: { ...fresh, since: arrivedAt, promotesAt: place.promoted === true ? null : arrivedAt + 90_000, ...place },
    ...more,
  };
}

/** The desk is in a call, and nobody is free. */
const isBusy = (scene: FloodScene): boolean => scene === "asked-to-park" || scene === "unheard";

/** The same room in a flood. `template`: a waiting call of the calm room. */
export function flood(scene: FloodScene, calm: Board, template: CallRow, now: number): Board {
  const busy = isBusy(scene);
  const waiting = inLine(now).filter(({ id }) => busy || id !== "e1");
  const rows = Object.fromEntries(waiting.map((one) => [one.id, waiterRow(template, now, one)]));
  const mine: CallRow = {
    ...waiterRow(template, now, inLine(now)[4]!),
    id: "mine",
    state: "answered",
    desk: "meja-2",
    answeredAt: now - 41_000,
    parkSuggested: scene === "unheard" ? null : { waiting: "e1", since: now - 2_000, information: true },
    audioMissing: scene === "unheard" ? ["caller"] : [],
    mayPark: true,
  };
  const room = roomOf(scene, now);
  return {
    ...calm,
    calls: { ...calm.calls, ...rows, ...(busy && { mine }) },
    desks: scene === "alone" ? { "meja-2": deskOf(scene, calm) } : { ...calm.desks, "meja-2": deskOf(scene, calm) },
    room,
    figures: { ...calm.figures, incoming: 50, waiting: waiting.length, longestWaitSince: now - 97_000, open: 9 },
  };
}

function deskOf(scene: FloodScene, { desks, at }: Board): DeskRow {
  const mine = desks["meja-2"]!;
  if (isBusy(scene)) return { ...mine, state: "on-call", call: "mine", since: at - 41_000 };
  if (scene === "listening") return { ...mine, listensTo: "t1", listensUntil: at + 5_000 };
  return { ...mine, kept: scene !== "alone" };
}

function roomOf(scene: FloodScene, now: number): Room {
  const alone = scene === "alone";
  const incident = { incident: "incident-1110", number: 1110, incidentTypeName: "Kebakaran" };
  return {
    order: "triage",
    surge: { since: now - 600_000 },
    operators: alone ? 1 : 3,
    idle: isBusy(scene) ? 0 : 1,
    kept: alone ? { claim: 0, waiting: 0 } : { claim: 0, waiting: 2 },
    lanes: {
      express: isBusy(scene) ? { waiting: 1, longestSince: now - 6_000 } : { waiting: 0, longestSince: null },
      claim: { waiting: 2, longestSince: now - 19_000 },
      waiting: { waiting: 5, longestSince: now - 97_000 },
    },
    heldBack: isBusy(scene) || alone ? null : "operators",
    overloaded: scene === "flood",
    answeredByAll: scene === "flood",
    asksAll: scene === "alone",
    line: [],
    bulletin: scene === "bulletin" ? incident : null,
    worthGlance: scene === "flood" || scene === "bulletin" ? "t1" : null,
    worthBulletin: scene === "bulletin" ? null : { ...incident, calls: 3 },
    callsLast10Minutes: 48,
    usualPer10Minutes: 7,
  };
}

export const calmRoom: Room = {
  order: "triage",
  surge: null,
  operators: 3,
  idle: 1,
  kept: { claim: 0, waiting: 0 },
  lanes: {
    express: { waiting: 0, longestSince: null },
    claim: { waiting: 0, longestSince: null },
    waiting: { waiting: 0, longestSince: null },
  },
  heldBack: null,
  overloaded: false,
  answeredByAll: false,
  asksAll: false,
  line: [],
  bulletin: null,
  worthGlance: null,
  worthBulletin: null,
  callsLast10Minutes: 6,
  usualPer10Minutes: 7,
};
