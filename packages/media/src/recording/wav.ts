/** RIFF header of our recordings: stereo A-law at 8 kHz (WAVE format 6), half the size of 16-bit linear. */
export const wavHeaderBytes = 58;

/** Samples of each channel per ms, and bytes of both channels per sample. */
export const samplesPerMs = 8;
export const bytesPerSample = 2;

/** The name a recording has until it is whole. */
export const partialName = (file: string): string => `${file}.partial`;

/**
 * The header of a file with so many bytes of sound and, behind them, of notes (RFC 2361 names the format; the `fact` chunk is
 * required for it).
 */
export function wavHeader(soundBytes: number, notesBytes = 0): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  header.write("RIFF", 0, "ascii");
  header.writeUInt32LE(wavHeaderBytes - 8 + soundBytes + notesBytes, 4);
  header.write("WAVEfmt ", 8, "ascii");
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(6, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(8, 34);
  header.write("fact", 38, "ascii");
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(soundBytes / bytesPerSample, 46);
  header.write("data", 50, "ascii");
  header.writeUInt32LE(soundBytes, 54);
  return header;
}

/** What a header says of its file, in bytes: of the sound, and of all. Zeros where there is no whole header. */
export const readWavHeader = (header: Buffer): { readonly soundBytes: number; readonly wholeBytes: number } =>
  header.length < wavHeaderBytes
    ? { soundBytes: 0, wholeBytes: 0 }
    : { soundBytes: header.readUInt32LE(54), wholeBytes: header.readUInt32LE(4) + 8 };
