/** When a recording began and what it says happened where. */
export type WavNotes = {
  /** ms since 1970. */ readonly startedAt: number;
  /** ms from the start. */ readonly notes: readonly { readonly at: number; readonly words: string }[];
};

/** Reads the `bext`, `cue ` and `LIST adtl` chunks of a WAV file. Throws when there are none. */
export function readWavNotes(file: Buffer): WavNotes {
  const chunks = new Map(chunksOf(file, 12));
  const [began, cues, labels] = [chunks.get("bext"), chunks.get("cue "), chunks.get("LIST")];
  if (began === undefined || cues === undefined || labels === undefined) throw new Error("the WAV file has no notes");
  const words = new Map(
    chunksOf(labels, 4).map(([, label]) => [label.readUInt32LE(0), label.toString("utf8", 4, label.length - 1)]),
  );
  const notes = Array.from({ length: cues.readUInt32LE(0) }, (_, number) => {
    const at = 4 + 24 * number;
    return { at: cues.readUInt32LE(at + 20) / 8, words: words.get(cues.readUInt32LE(at)) ?? "" };
  });
  const midnight = Date.parse(`${began.toString("latin1", 320, 330)}T00:00:00Z`);
  return { startedAt: midnight + Number(began.readBigUInt64LE(338)) / 8, notes };
}

function chunksOf(bytes: Buffer, from: number): [string, Buffer][] {
  const chunks: [string, Buffer][] = [];
  for (let at = from; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    chunks.push([bytes.toString("ascii", at, at + 4), bytes.subarray(at + 8, at + 8 + length)]);
    at += 8 + length + (length % 2);
  }
  return chunks;
}
