/** Requests from no configured trunk: counted, and answered 403 only at a rate that makes no reflector of us. */
export type Scans = {
  /** Counts one; true when it may still be answered in this second. */
  readonly note: () => boolean;
  /** Count since the last reading. */
  readonly take: () => number;
};

/** Stateless 403 answers per second. */
const ANSWERS_PER_SECOND = 10;

export function createScans(now: () => number): Scans {
  let counted = 0;
  let second = 0;
  let answered = 0;
  return {
    note: () => {
      counted += 1;
      const current = Math.floor(now() / 1000);
      if (current !== second) {
        second = current;
        answered = 0;
      }
      answered += 1;
      return answered <= ANSWERS_PER_SECOND;
    },
    take: () => {
      const count = counted;
      counted = 0;
      return count;
    },
  };
}
