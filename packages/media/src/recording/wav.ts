/** RIFF header of our recordings: stereo A-law at 8 kHz (WAVE format 6), half the size of 16-bit linear. */
export const wavHeaderBytes = 58;

/** The name a recording has until it is whole. */
export const partialName = (file: string): string => `${file}.partial`;

/** Bytes per ms: two channels of 8 samples. */
export const bytesPerMs = 16;

/** The header of a file with so many bytes of sound (RFC 2361 names the format; the `fact` chunk is required for it). */
export function wavHeader(soundBytes: number): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  header.write("RIFF", 0, "ascii");
  header.writeUInt32LE(wavHeaderBytes - 8 + soundBytes, 4);
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
  header.writeUInt32LE(soundBytes / 2, 46);
  header.write("data", 50, "ascii");
  header.writeUInt32LE(soundBytes, 54);
  return header;
}
