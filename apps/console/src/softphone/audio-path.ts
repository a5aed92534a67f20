/**
 * The desk's audio path: the one PeerConnection to the exchange and what is known of it. Its heartbeat travels beside the
 * sound, on the same network path; where it is heard the sound gets through.
 */
export type PathState = "none" | "joining" | "up" | "doubtful";

export type PathEvent =
  /** An offer was made. */
  | "offered"
  /** The data channel stands. */
  | "opened"
  /** The exchange was heard on it. */
  | "heard"
  /** Beats are missing, or the browser calls the connection disturbed. */
  | "quiet"
  /** Too long without a beat. */
  | "silent"
  /** Either side closed it, or the browser gave it up. */
  | "lost";

const moves: Readonly<Record<PathState, Partial<Readonly<Record<PathEvent, PathState>>>>> = {
  none: { offered: "joining" },
  joining: { offered: "joining", opened: "up", silent: "none", lost: "none" },
  up: { offered: "joining", quiet: "doubtful", silent: "none", lost: "none" },
  doubtful: { offered: "joining", heard: "up", silent: "none", lost: "none" },
};

/** All times are this browser's clock, ms. */
export type AudioPath = {
  readonly state: PathState;
  readonly since: number;
  /** When the exchange was last heard here, or was excused. */
  readonly heardAt: number;
  /** When this machine's network changed: silence is believed sooner then. */
  readonly changedAt: number;
};

export const noPath: AudioPath = { state: "none", since: 0, heardAt: 0, changedAt: 0 };

export function step(path: AudioPath, event: PathEvent, now: number): AudioPath {
  const heardAt = event === "heard" || event === "opened" ? now : path.heardAt;
  const state = moves[path.state][event];
  if (state === undefined) return heardAt === path.heardAt ? path : { ...path, heardAt };
  return { ...path, heardAt, state, since: now };
}

/** The network changed under the path: it may be good still, which its next beats tell. */
export const noteChange = (path: AudioPath, now: number): AudioPath => ({ ...path, changedAt: now });

/** The page slept: nobody can have been heard meanwhile, so the silence counts from now. */
export const excuse = (path: AudioPath, now: number): AudioPath => ({
  ...path,
  since: path.state === "joining" ? now : path.since,
  heardAt: now,
  changedAt: now,
});

/** Two beats are missing. */
export const quietAfter = 1_200;
/** The path is taken for dead … */
const silentAfter = 3_000;
/** … and sooner for a while after the network changed or the machine woke. */
const silentAfterChange = 1_600;
const changeLasts = 5_000;
/** Gathering, offer, ICE and DTLS take no longer, even through a relay. */
const joinLimit = 7_000;

/** What time alone says of the path. */
export function look({ state, since, heardAt, changedAt }: AudioPath, now: number): PathEvent | null {
  if (state === "none") return null;
  if (state === "joining") return now - since > joinLimit ? "silent" : null;
  const silence = now - heardAt;
  if (silence > (now - changedAt < changeLasts ? silentAfterChange : silentAfter)) return "silent";
  return state === "up" && silence > quietAfter ? "quiet" : null;
}

export const isUp = ({ state }: AudioPath): boolean => state === "up" || state === "doubtful";
