import type { Input } from "@siaga/core";
import { refusalOf } from "@siaga/core";
import type { Logger } from "pino";
import type { BoardWriter } from "../live/board.ts";
import type { Accepted, Centre, Clock } from "../ports.ts";
import { type HelloLetter, type InputLetter, type Letter, openMailbox } from "./mailbox.ts";
import type { Measures } from "./measures.ts";
import type { Turned } from "./perform.ts";
import { promiseKey } from "./promises.ts";
import type { SnapshotKeeper } from "./snapshots.ts";
import type { Standing } from "./standing.ts";
import { type Decided, decideAll, nothingDecided } from "./turn.ts";
import type { Writer } from "./writer.ts";

export type CentreParts = {
  readonly standing: Standing;
  readonly epoch: number;
  readonly clock: Clock;
  readonly board: BoardWriter;
  readonly writer: Writer;
  readonly perform: (turned: Turned) => void;
  /** Makes the exchange and the state agree, in the hello's own turn. */
  readonly reunite: (letter: HelloLetter, kept: number) => Reunited;
  readonly snapshots: SnapshotKeeper;
  readonly measures: Measures;
  readonly clockOffset: () => number;
  /** A turn threw: the state is unknown and this process must end. */
  readonly broken: (bug: unknown) => void;
  readonly log: Logger;
};

/** A reunion decided; `welcome` is called once it is durable, before its effects leave. It carries the events in its state. */
export type Reunited = { readonly decided: Decided; readonly welcome: () => void };

export interface RunningCentre extends Centre {
  put(letter: Letter): void;
  /** Takes no more inputs and resolves when all that were taken are durable. */
  close(): Promise<void>;
}

/** The runtime: mailbox → core → record → world, one turn at a time. */
export function openCentre(parts: CentreParts): RunningCentre {
  const { standing, clock, board, writer, measures } = parts;
  const startedAt = clock.now();
  let durable = { ledger: structuredClone(standing.ledger), seq: standing.seq };
  let session = 0;
  let kept = 0;

  const conclude = async (decided: Decided, welcome: (() => void) | null): Promise<void> => {
    const { events, effects, owed } = decided;
    const seq = standing.seq + events.length;
    const patch = events.length === 0 ? null : board.advance(events, seq, clock.now());
    const promised = effects.flatMap((effect) =>
      effect.type === "dispatch.send" ? { key: promiseKey(effect.dispatch), effect } : [],
    );
    await writer.write({ events, promised, seq, owed });
    standing.seq = seq;
    durable = { ledger: structuredClone(standing.ledger), seq };
    ({ session, kept } = decided);
    welcome?.();
    parts.perform({ events: welcome === null ? events : [], effects, seq, kept });
    if (patch !== null) board.publish(patch);
    for (const { letter, accepted } of decided.answers) letter.settle?.(accepted);
    measures.turn(events, writer.mode());
    parts.snapshots.consider(standing);
  };
  const turn = async (letters: readonly Letter[]): Promise<void> => {
    for (const group of groupsOf(letters)) {
      if (group.kind === "hello") {
        const { decided, welcome } = parts.reunite(group.letter, kept);
        await conclude(decided, welcome);
      } else await conclude(decideAll(standing, group.letters, clock, nothingDecided(session, kept)), null);
    }
  };
  const mailbox = openMailbox(turn, parts.broken);

  return {
    state: () => standing.state,
    accept: (input: Input) => new Promise<Accepted>((settle) => mailbox.put({ kind: "input", input, settle })),
    refusalOf: (input) => refusalOf(standing.state, input),
    ledger: () => durable.ledger,
    vitals: () => ({
      startedAt,
      epoch: parts.epoch,
      seq: durable.seq,
      record: writer.mode(),
      clockOffset: parts.clockOffset(),
    }),
    put: (letter) => mailbox.put(letter),
    close: () => mailbox.close(),
  };
}

type Group =
  | { readonly kind: "inputs"; readonly letters: InputLetter[] }
  | { readonly kind: "hello"; readonly letter: HelloLetter };

/** A reunion is a turn of its own: what came before it is durable first. */
function groupsOf(letters: readonly Letter[]): readonly Group[] {
  const groups: Group[] = [];
  for (const letter of letters) {
    const last = groups.at(-1);
    if (letter.kind === "hello") groups.push({ kind: "hello", letter });
    else if (last?.kind === "inputs") last.letters.push(letter);
    else groups.push({ kind: "inputs", letters: [letter] });
  }
  return groups;
}
