/** Where the parts of a leg get the room for their sound and figures from; all zeros when given out. Lengths in elements. */
export type SoundMemory = {
  bytes(length: number): Uint8Array;
  /** 16 bits, signed. */ shorts(length: number): Int16Array;
  /** 16 bits, unsigned. */ counts(length: number): Uint16Array;
  floats(length: number): Float32Array;
  doubles(length: number): Float64Array;
};

/** Memory of its own for each, for whatever stands alone. */
export const ownMemory: SoundMemory = {
  bytes: (length) => new Uint8Array(length),
  shorts: (length) => new Int16Array(length),
  counts: (length) => new Uint16Array(length),
  floats: (length) => new Float32Array(length),
  doubles: (length) => new Float64Array(length),
};
