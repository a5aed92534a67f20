import type { AlarmKind, Classification, DeskRole, EventType, OperatorState, Outcome } from "@siaga/core";

/** What a caller experiences, in words that hold on the core and on a telephone line alike. */
export type CallerState = "ringing" | "waiting" | "talking" | "on-hold" | "talking-elsewhere" | "gone";

export type CallerAct =
  | { readonly at: number; readonly caller: string; readonly does: "dials"; readonly line: string }
  | { readonly at: number; readonly caller: string; readonly does: "hangs-up" }
  /** Stays until the prompt now playing has been heard to its end. */
  | { readonly at: number; readonly caller: string; readonly does: "hears-out" }
  /** Presses the digit the caller was last asked for. */
  | { readonly at: number; readonly caller: string; readonly does: "presses-asked" };

export type DeskAct =
  | {
      readonly at: number;
      readonly desk: string;
      readonly does: "signs-in";
      readonly operator: string;
      readonly role: DeskRole;
    }
  /** Audio and desk-link stand. */
  | { readonly at: number; readonly desk: string; readonly does: "connects" | "vanishes" | "readies" | "signs-out" }
  | {
      readonly at: number;
      readonly desk: string;
      readonly does: "answers" | "declines" | "holds" | "resumes" | "releases" | "leaves";
      readonly caller: string;
    }
  | {
      readonly at: number;
      readonly desk: string;
      /** The caller hears the prompt while the desk speaks with the agency. */
      readonly does: "consults";
      readonly caller: string;
      readonly agency: string;
    }
  | {
      readonly at: number;
      readonly desk: string;
      readonly does: "classifies";
      readonly caller: string;
      readonly as: Classification;
    };

/** Whoever answers the agency's telephone. */
export type AgencyAct = {
  readonly at: number;
  readonly agency: string;
  readonly does: "answers" | "is-busy" | "hangs-up";
};

export type Expectation =
  | { readonly caller: string; readonly is: CallerState }
  | { readonly desk: string; readonly is: OperatorState }
  | { readonly fallback: string; readonly ringsFor: string }
  | { readonly alarm: AlarmKind; readonly sounds: boolean }
  | { readonly callbackFor: string; readonly stands: boolean };

/** One line of a story. `at` is ms after its beginning; lines are in order of time. */
export type Step = CallerAct | DeskAct | AgencyAct | { readonly at: number; readonly expect: Expectation };

/** A story of the room: played on the core with a jumping clock, and on the live centre with real telephones. */
export type Story = {
  readonly title: string;
  /** How those who wait are ordered; absent: first come, first served. */
  readonly order?: "triage";
  /** Numbers presented by the callers, by name; a caller not named here withholds theirs. */
  readonly callers: Readonly<Record<string, string>>;
  /** Fallback targets of the city, by name. */
  readonly fallback: readonly string[];
  readonly steps: readonly Step[];
  /** What each caller's call goes through, in this order; other events may stand between. */
  readonly log: Readonly<Record<string, readonly EventType[]>>;
  /** The ledger at the end, counted from the beginning of the story. Outcomes not named are 0. */
  readonly ledger: {
    readonly incoming: number;
    readonly open: number;
    readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  };
};
