/** Kinds of callers. Every figure is an assumption: no city has published them. Seconds and shares. */
export type ClassName =
  | "real"
  | "disaster"
  | "information"
  | "prank"
  | "ghost"
  | "silent-bot"
  | "audio-bot"
  | "actor"
  | "redialler";

export type CallerClass = {
  /** In need of help: what the whole room is for. */
  readonly inNeed: boolean;
  readonly nuisance: boolean;
  /** Says nothing: an operator calls it silent, and not a prank. */
  readonly silent?: true;
  readonly service: Spread;
  readonly patience: Spread;
  readonly abandoned: Redial;
  readonly refused: Redial;
  readonly attempts: number;
  /** Chance of a right digit and of any sound, when asked first and when asked again. */
  readonly asked: Response;
  readonly askedAgain: Response;
  /** Hearing a bulletin about a known incident: hangs up content, or says that it is about something else. */
  readonly bulletin: { readonly content: number; readonly somethingElse: number };
  /** Dials again after having been spoken to. */
  readonly returns: Redial | null;
};
/** Log-normal with this mean (s) and coefficient of variation, or exponential. */
export type Spread = { readonly mean: number; readonly cv: number | "exponential" };
/** Dials again with this probability, `after` (s) and an exponential pause of this mean (s). */
export type Redial = { readonly probability: number; readonly after: number; readonly mean: number };
type Response = { readonly strong: number; readonly weak: number };

const never: Redial = { probability: 0, after: 0, mean: 0 };
const again = (probability: number, after: number, mean: number): Redial => ({ probability, after, mean });
const response = (strong: number, weak: number): Response => ({ strong, weak });
const time = (mean: number, cv: number) => ({ mean, cv });

const deaf = { content: 0, somethingElse: 0 };
const elsewhere = { content: 0, somethingElse: 0.9 };
const bot = {
  inNeed: false,
  nuisance: true,
  patience: time(120, 0.1),
  abandoned: never,
  refused: never,
  attempts: 1,
  bulletin: deaf,
  returns: null,
};

export const classes: Readonly<Record<ClassName, CallerClass>> = {
  real: {
    inNeed: true,
    nuisance: false,
    service: time(140, 0.5),
    patience: time(90, 1),
    abandoned: again(0.9, 2, 10),
    refused: again(0.9, 1, 6),
    attempts: 12,
    asked: response(0.9, 0.06),
    askedAgain: response(0.6, 0.2),
    bulletin: elsewhere,
    returns: null,
  },
  disaster: {
    inNeed: true,
    nuisance: false,
    service: time(100, 0.5),
    patience: time(90, 1),
    abandoned: again(0.8, 2, 15),
    refused: again(0.8, 1, 10),
    attempts: 10,
    asked: response(0.9, 0.06),
    askedAgain: response(0.6, 0.2),
    bulletin: { content: 0.6, somethingElse: 0.1 },
    returns: null,
  },
  information: {
    inNeed: false,
    nuisance: false,
    service: time(65, 0.6),
    patience: time(60, 1),
    abandoned: again(0.4, 0, 120),
    refused: again(0.4, 0, 120),
    attempts: 4,
    asked: response(0.85, 0.1),
    askedAgain: response(0.5, 0.3),
    bulletin: elsewhere,
    returns: null,
  },
  prank: {
    inNeed: false,
    nuisance: true,
    service: time(33, 0.6),
    patience: time(60, 1),
    abandoned: again(0.5, 0, 30),
    refused: again(0.5, 0, 60),
    attempts: 6,
    asked: response(0.5, 0.3),
    askedAgain: response(0.5, 0.3),
    bulletin: deaf,
    returns: again(0.3, 5, 120),
  },
  ghost: {
    inNeed: false,
    nuisance: true,
    silent: true,
    service: time(15, 0.4),
    patience: time(30, 1),
    abandoned: again(0.2, 0, 60),
    refused: again(0.3, 0, 60),
    attempts: 4,
    asked: response(0.02, 0.04),
    askedAgain: response(0.02, 0.04),
    bulletin: deaf,
    returns: again(0.15, 5, 180),
  },
  "silent-bot": {
    ...bot,
    silent: true,
    service: time(15, 0.3),
    asked: response(0, 0.02),
    askedAgain: response(0, 0.02),
  },
  "audio-bot": { ...bot, service: time(28, 0.5), asked: response(0.05, 0.45), askedAgain: response(0.05, 0.45) },
  actor: { ...bot, service: time(28, 0.5), asked: response(0.9, 0.06), askedAgain: response(0.9, 0.06) },
  redialler: {
    inNeed: false,
    nuisance: true,
    service: time(20, 0.5),
    patience: time(90, 0.5),
    abandoned: again(1, 3, 6),
    refused: again(1, 3, 6),
    attempts: Number.POSITIVE_INFINITY,
    asked: response(0.2, 0.25),
    askedAgain: response(0.2, 0.25),
    bulletin: deaf,
    returns: again(1, 3, 6),
  },
};
