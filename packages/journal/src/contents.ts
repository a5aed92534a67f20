import { type FrameKey, headerLength, openFrame } from "./frame.ts";

/** A record and its place; places count up and are never used twice within a file. */
export type Journalled = { readonly index: number; readonly record: unknown };

export type Contents = {
  readonly records: readonly Journalled[];
  /** Where the last whole frame ends; what follows was being written when the power went. */
  readonly end: number;
  /** Frames that no longer open although whole ones follow: the disk lost them, not a kill. */
  readonly damaged: number;
};

/** Reads every frame; a damaged one hides none behind it. */
export function readContents(frameKey: FrameKey, file: Buffer): Contents {
  const records: Journalled[] = [];
  let end = headerLength;
  let damaged = 0;
  let doubtful = 0;
  for (let at = headerLength; ;) {
    const frame = openFrame(frameKey, file, at);
    if (frame === null) return { records, end, damaged };
    at = frame.end;
    if (frame.text === null) {
      doubtful++;
      continue;
    }
    records.push({ index: frame.index, record: JSON.parse(frame.text) });
    [end, damaged, doubtful] = [frame.end, damaged + doubtful, 0];
  }
}
