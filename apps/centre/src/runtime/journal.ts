import { openJournal } from "@siaga/journal";
import type { JournalledTurn, TurnJournal } from "./writer.ts";

/** The centre's journal, and what an earlier run left in it. */
export type OpenTurnJournal = TurnJournal & {
  left(): Promise<readonly JournalledTurn[]>;
  close(): Promise<void>;
};

/** Opens the encrypted journal; a turn told while it is being cleared survives. Throws `UnreadableJournalError`. */
export async function openTurnJournal(file: string, key: Buffer): Promise<OpenTurnJournal> {
  const journal = await openJournal<JournalledTurn>({ file, key });
  return {
    append: (turn) => journal.append(turn),
    clear: () => journal.clear(),
    left: () => journal.replay(),
    close: () => journal.close(),
  };
}
