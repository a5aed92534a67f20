import { setTimeout as wait } from "node:timers/promises";
import type { Hello } from "@siaga/contracts/exchange-link";
import type { Input, Instant } from "@siaga/core";
import type { Session } from "../link/exchange-link.ts";
import type { Accepted } from "../ports.ts";
import type { OwedNumber } from "./numbers.ts";

/** One input on its way to the core. */
export type InputLetter = {
  readonly kind: "input";
  readonly input: Input;
  /** When it was seen, when that was elsewhere; else now. */
  readonly seen?: Instant;
  /** The exchange's number of this report, and the session it came in. */
  readonly report?: { readonly n: number; readonly session: Session };
  /** A caller's number under an id drawn here because the database could not be asked in time. */
  readonly owed?: OwedNumber;
  readonly settle?: (accepted: Accepted) => void;
};
/** The exchange opened a session: what it did alone is reconciled in its turn, like everything else. */
export type HelloLetter = {
  readonly kind: "hello";
  readonly hello: Hello;
  readonly session: Session;
  readonly owed: readonly OwedNumber[];
};
export type Letter = InputLetter | HelloLetter;

export interface Mailbox {
  put(letter: Letter): void;
  /** Takes no more, and resolves when everything taken is done. */
  close(): Promise<void>;
}

/** A turn takes at most this many letters, so that none waits long behind a flood. */
const mostPerTurn = 500;
/** ms from the beginning of one turn to the next. */
const spacing = 20;

/**
 * The one queue into the core. The first letter after a quiet moment begins a turn at once; while that is being made
 * durable, and until its 20 ms are over, the next letters gather: group commit, whose cost is by the turn.
 * A turn that throws is a bug: it is told once and nothing more is taken, because the state is no longer known.
 */
export function openMailbox(
  turn: (letters: readonly Letter[]) => Promise<void>,
  broken: (bug: unknown) => void,
): Mailbox {
  let waiting: Letter[] = [];
  let running: Promise<void> | null = null;
  let closed = false;
  let begunAt = Number.NEGATIVE_INFINITY;

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rest = begunAt + spacing - performance.now();
      if (rest >= 1) await wait(rest);
      begunAt = performance.now();
      const letters = waiting.length > mostPerTurn ? waiting.splice(0, mostPerTurn) : waiting;
      if (letters === waiting) waiting = [];
      await turn(letters);
    }
  };
  const begin = (): void => {
    running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(run).then(
      () => {
        running = null;
        if (waiting.length > 0 && !closed) begin();
      },
      (bug: unknown) => {
        closed = true;
        broken(bug);
      },
    );
  };
  return {
    put(letter) {
      if (closed) return;
      waiting.push(letter);
      begin();
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
