/** What happened at a place of the recording, to the sample (8 kHz, from its start). */
export type Note = { readonly at: number; readonly words: string };

/** EBU Tech 3285: fixed part of the broadcast extension. */
const broadcastBytes = 602;
const day = 86_400_000;

/**
 * The chunks behind the sound: when it began (`bext`, EBU Tech 3285, in UTC) and what happened where (`cue ` with labels in
 * `LIST adtl`, as sound editors show them). `startedAt` in ms since 1970. Its length is even.
 */
export function noteChunks(startedAt: number, notes: readonly Note[]): Buffer {
  const inOrder = notes.toSorted((a, b) => a.at - b.at);
  const cues = inOrder.map((note, number) => cue(number + 1, note.at));
  const labels = inOrder.map(({ words }, number) => label(number + 1, words));
  return Buffer.concat([
    chunk("bext", beginning(startedAt)),
    chunk("cue ", Buffer.concat([word(notes.length), ...cues])),
    chunk("LIST", Buffer.concat([Buffer.from("adtl", "ascii"), ...labels])),
  ]);
}

function beginning(startedAt: number): Buffer {
  const body = Buffer.alloc(broadcastBytes);
  const [date, time] = new Date(startedAt).toISOString().split("T") as [string, string];
  body.write("Siaga 112", 256, "latin1");
  body.write(date, 320, "latin1");
  body.write(time.slice(0, 8), 330, "latin1");
  // TimeReference: samples since midnight, and with them the part of the second that the text leaves out.
  body.writeBigUInt64LE(BigInt(Math.round((startedAt % day) * 8)), 338);
  body.writeUInt16LE(1, 346);
  return body;
}

function cue(number: number, at: number): Buffer {
  const point = Buffer.alloc(24);
  point.writeUInt32LE(number, 0);
  point.writeUInt32LE(at, 4);
  point.write("data", 8, "ascii");
  point.writeUInt32LE(at, 20);
  return point;
}

const label = (number: number, words: string): Buffer =>
  chunk("labl", Buffer.concat([word(number), Buffer.from(`${words}\0`, "utf8")]));

/** RIFF: a chunk of odd length is followed by one byte of padding. */
function chunk(name: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name, "ascii"), word(body.length), body, Buffer.alloc(body.length % 2)]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The notes of a recording that is not whole yet stand beside it, a line each, the first saying when it began. */
export const notesName = (file: string): string => `${file}.notes`;

export const beginningLine = (startedAt: number): string => `${JSON.stringify({ startedAt })}\n`;
export const noteLine = (note: Note): string => `${JSON.stringify(note)}\n`;

/** Reads them back; a line torn by a kill is left out. */
export function readNotes(text: string): { readonly startedAt: number | null; readonly notes: readonly Note[] } {
  const lines = text.split("\n").flatMap((line) => parsed(line));
  const startedAt = lines.find(({ startedAt }) => startedAt !== undefined)?.startedAt ?? null;
  const notes = lines.flatMap(({ at, words }) => (at === undefined || words === undefined ? [] : [{ at, words }]));
  return { startedAt, notes };
}

function parsed(line: string): Partial<Note & { readonly startedAt: number }>[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Partial<Note & { readonly startedAt: number }>];
  } catch {
    return [];
  }
}
