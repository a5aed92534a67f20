/** What the bench and its desks say to one another. Instants are of the machine's steady clock (ms), shared by all processes. */

/** `answering`: answers at once, hangs up after 2 s. `staying`: answers, and the caller hangs up. `asked`: answers when told. */
export type Manner = "answering" | "staying" | "asked";

export type ToDesks =
  | { readonly type: "sit-down"; readonly console: string; readonly desks: readonly (readonly [string, string])[] }
  | { readonly type: "manner"; readonly manner: Manner }
  | { readonly type: "answer"; readonly desk: string }
  | { readonly type: "hang-up"; readonly desk: string };

export type FromDesks =
  | { readonly type: "seated" }
  | { readonly type: "rings"; readonly desk: string; readonly at: number }
  /** The answer key was pressed. */
  | { readonly type: "pressed"; readonly desk: string; readonly at: number }
  /** The caller's tone is heard at the desk for the first time in this call. */
  | { readonly type: "hears"; readonly desk: string; readonly at: number }
  /** Wrap-up is done: the desk takes the next call. */
  | { readonly type: "free"; readonly desk: string }
  | { readonly type: "failed"; readonly sentence: string };

/** ms of the machine's steady clock. */
export const steady = (): number => Number(process.hrtime.bigint()) / 1e6;

export const callerTone = 1_000;
export const deskTone = 700;
/** 16-bit amplitude above which one frame's tone counts as heard; a tone that is not there measures below 5. */
export const audible = 400;
