import type { Board, CallRow, DispatchRow, IncidentRow } from "@siaga/contracts/live";
import { calmRoom, flood, type FloodScene, isFloodScene } from "./flood.ts";

/** Which moment of a shift the preview shows. */
type CalmScene = "idle" | "ringing" | "on-call" | "wrap-up" | "not-ready" | "busy";
export type Scene = CalmScene | FloodScene;

const minute = 60_000;

function call(id: string, now: number, more: Partial<CallRow>): CallRow {
  return {
    id,
    line: "112",
    lineName: "112 Darurat",
    number: "0812 •••• 4417",
    arrivedAt: now - 4_000,
    state: "queued",
    announcedAt: null,
    answeredAt: null,
    endedAt: null,
    desk: null,
    offeredTo: [],
    overdue: false,
    test: false,
    outcome: null,
    classification: null,
    incidents: [],
    audioMissing: [],
    digits: "",
    place: null,
    parkedAt: null,
    parkSuggested: null,
    mayPark: false,
    parties: [],
    partyLeft: null,
    history: {
      callsToday: 5,
      calls30Days: 9,
      classified: { silent: 5, information: 2 },
      genuine: { count: 1, lastAt: now - 90 * 86_400_000 },
    },
    ...more,
  };
}

function incident(number: number, now: number, more: Partial<IncidentRow>): IncidentRow {
  return {
    id: `incident-${number}`,
    number,
    state: "open",
    incidentType: "kebakaran",
    incidentTypeName: "Kebakaran",
    priority: 2,
    area: "36.73.02.1001",
    areaName: "Sawah Luhur",
    districtName: "Kasemen",
    spoken: "Belakang minimarket",
    narrative: "Api dari dapur, asap tebal.",
    point: null,
    openedAt: now - number * minute,
    openedBy: "Sari Wulandari",
    calls: ["done-1"],
    test: false,
    callerNumber: "0812 •••• 4417",
    ...more,
  };
}

function dispatch(id: string, of: number, now: number, more: Partial<DispatchRow>): DispatchRow {
  return {
    id,
    incident: `incident-${of}`,
    agency: "damkar",
    agencyName: "Dinas Pemadam Kebakaran dan Penyelamatan",
    state: "delivered",
    since: now - 33_000,
    sentAt: now - minute,
    times: {},
    by: null,
    declineReason: null,
    ...more,
  };
}

const keyed = <T>(rows: readonly T[], id: (row: T) => string): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [id(row), row]));

/** The call this desk has in hand in a scene. */
function inHand(scene: CalmScene, now: number): CallRow[] {
  const mine = { desk: "meja-2", answeredAt: now - 47_000, arrivedAt: now - 52_000 };
  if (scene === "ringing") return [call("mine", now, { state: "offered", offeredTo: ["meja-2"] })];
  if (scene === "on-call") return [call("mine", now, { state: "answered", ...mine })];
  if (scene === "wrap-up")
    return [call("mine", now, { state: "ended", outcome: "answered", endedAt: now - 8_000, ...mine })];
  return [];
}

function waiting(scene: CalmScene, now: number): CallRow[] {
  if (scene === "idle" || scene === "not-ready") return [];
  const first = call("w1", now, { number: null, arrivedAt: now - 2_000, history: null });
  if (scene !== "busy") return [first];
  const overdue = call("w2", now, {
    arrivedAt: now - 31_000,
    overdue: true,
    state: "offered",
    offeredTo: ["meja-1", "meja-2", "penyelia"],
  });
  return [first, overdue, ...[3, 4, 5, 6, 7, 8].map((n) => call(`w${n}`, now, { arrivedAt: now - n * 5_000 }))];
}

/** A board in the middle of a shift, as an account of this role receives it. */
export function roomAt(scene: Scene, now: number, operator: string): Board {
  if (!isFloodScene(scene)) return calmAt(scene, now, operator);
  return flood(scene, calmAt("idle", now, operator), call("template", now, {}), now);
}

function calmAt(scene: CalmScene, now: number, operator: string): Board {
  const state = scene === "busy" ? "available" : scene === "idle" ? "available" : scene;
  const done = [1, 2, 3].map((n) =>
    call(`done-${n}`, now, {
      state: "ended",
      desk: "meja-2",
      arrivedAt: now - n * 9 * minute,
      answeredAt: now - n * 9 * minute + 3_000,
      endedAt: now - n * 9 * minute + 77_000,
      outcome: "answered",
      classification: (["information", "silent", "unclear"] as const)[n - 1] ?? null,
    }),
  );
  const incidents = [
    incident(1110, now, {
      priority: 1,
      openedAt: now - 4 * minute,
      areaName: "Banjarsari",
      districtName: "Cipocok Jaya",
    }),
    incident(1109, now, {
      incidentTypeName: "Kecelakaan lalu lintas beruntun di jalan tol",
      openedAt: now - 12 * minute,
    }),
    incident(1107, now, {
      priority: 3,
      incidentTypeName: "Pohon tumbang",
      areaName: "Karundang",
      districtName: "Cipocok Jaya",
      openedAt: now - 43 * minute,
    }),
    incident(1102, now, {
      priority: 4,
      incidentTypeName: "PJU padam",
      areaName: null,
      districtName: null,
      spoken: "Simpang Ciceri arah Kebon Jahe dekat masjid",
      openedAt: now - 190 * minute,
    }),
  ];
  const desk = {
    role: "call-taker" as const,
    reason: null,
    connected: true,
    call: null,
    wrapUpLapsesAt: null,
    listensTo: null,
    listensUntil: null,
    kept: false,
  };
  return {
    type: "board",
    room: calmRoom,
    seq: 10,
    at: now,
    calls: keyed([...inHand(scene, now), ...waiting(scene, now), ...done], ({ id }) => id),
    desks: keyed(
      [
        {
          ...desk,
          desk: "meja-1",
          deskName: "Meja 1",
          operator: "budi",
          operatorName: "Budi Hartono",
          state: "on-call",
          since: now - 125_000,
          call: "other",
        },
        {
          ...desk,
          desk: "meja-2",
          deskName: "Meja 2",
          operator,
          operatorName: "Sari Wulandari",
          state,
          since: now - 12_000,
          call: scene === "on-call" || scene === "wrap-up" ? "mine" : null,
          wrapUpLapsesAt: scene === "wrap-up" ? now + 22_000 : null,
        },
        {
          ...desk,
          desk: "meja-3",
          deskName: "Meja 3",
          operator: "nia",
          operatorName: "Nia Ramadhani",
          state: "not-ready",
          since: now - 370_000,
          reason: "Istirahat",
        },
        {
          ...desk,
          desk: "penyelia",
          deskName: "Penyelia",
          operator: "hadi",
          operatorName: "Hadi Pranoto",
          role: "supervisor",
          state: "available",
          since: now - 3_000,
          connected: false,
        },
      ],
      ({ desk: id }) => id,
    ),
    incidents: keyed(incidents, ({ id }) => id),
    dispatches: keyed(
      [
        dispatch("d1", 1110, now, {}),
        dispatch("d2", 1109, now, { state: "on-scene" }),
        dispatch("d3", 1107, now, {
          agency: "dlh",
          agencyName: "Dinas Lingkungan Hidup",
          state: "declined",
          declineReason: "Semua unit terpakai",
        }),
        dispatch("d4", 1110, now, { agency: "dinkes", agencyName: "Dinas Kesehatan / PSC 119", state: "en-route" }),
      ],
      ({ id }) => id,
    ),
    callbacks: keyed(
      [
        {
          id: "cb1",
          number: "0813 •••• 2290",
          line: "112",
          openedAt: now - 6 * minute,
          waited: 48_000,
          attempts: 0,
          because: "abandoned_ringing" as const,
          dialling: null,
          genuine: 1,
        },
        {
          id: "cb2",
          number: "0857 •••• 0931",
          line: "112",
          openedAt: now - 5 * minute,
          waited: 12_000,
          attempts: 1,
          because: "abandoned_in_queue" as const,
          dialling: null,
          genuine: 0,
        },
      ],
      ({ id }) => id,
    ),
    alarms:
      scene === "busy"
        ? {
            a: {
              alarm: "call-unanswered",
              subject: "w2",
              raisedAt: now - 11_000,
              sentence: "Panggilan belum dijawab 20 detik. Semua meja berdering, jawab dengan F8.",
            },
          }
        : {},
    figures: {
      incoming: 41,
      open: scene === "idle" ? 0 : 2,
      outcomes:
        scene === "idle"
          ? { answered: 37, abandoned_in_queue: 3, left_in_announcement: 1 }
          : { answered: 35, abandoned_in_queue: 3, left_in_announcement: 1 },
      waiting: waiting(scene, now).length,
      longestWaitSince: scene === "busy" ? now - 31_000 : null,
      unclear: 1,
    },
  };
}
