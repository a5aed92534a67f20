/** ITU-T G.711 as tables: one byte per sample at 8 kHz, 16-bit linear inside. */

/** RTP encoding names (RFC 3551 §4.5.14). */
export type Codec = "PCMA" | "PCMU";

/** Samples in one tick of 20 ms. */
export const frameSamples = 160;

/** The byte that decodes to (nearly) nothing. */
export const silence: Readonly<Record<Codec, number>> = { PCMA: 0xd5, PCMU: 0xff };

/** 20 ms of silence; read only. */
export const silentFrame: Readonly<Record<Codec, Uint8Array>> = {
  PCMA: new Uint8Array(frameSamples).fill(silence.PCMA),
  PCMU: new Uint8Array(frameSamples).fill(silence.PCMU),
};

function decodeAlaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code & 0x70) >> 4;
  const step = (code & 0x0f) << 4;
  const magnitude = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1);
  return (code & 0x80) !== 0 ? magnitude : -magnitude;
}

function decodeUlaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84;
  return (code & 0x80) !== 0 ? -magnitude : magnitude;
}

function encodeAlaw(sample: number): number {
  const mask = sample >= 0 ? 0xd5 : 0x55;
  const magnitude = (sample >= 0 ? sample : -sample - 1) >> 3;
  const segment = magnitude < 0x20 ? 0 : Math.min(7, 27 - Math.clz32(magnitude));
  const step = segment < 2 ? magnitude >> 1 : magnitude >> segment;
  return ((segment << 4) | (step & 0x0f)) ^ mask;
}

function encodeUlaw(sample: number): number {
  const mask = sample < 0 ? 0x7f : 0xff;
  const magnitude = Math.min(Math.abs(sample), 32635) + 0x84;
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  return ((segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) ^ mask;
}

const linear = (decode: (byte: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, byte) => decode(byte));
const coded = (encode: (sample: number) => number): Uint8Array =>
  Uint8Array.from({ length: 65_536 }, (_, index) => encode(index - 32_768));

/** 16-bit linear value of each byte. */
export const toLinear: Readonly<Record<Codec, Int16Array>> = { PCMA: linear(decodeAlaw), PCMU: linear(decodeUlaw) };

/** Byte of each 16-bit sample, at index `sample + 32768`. */
export const fromLinear: Readonly<Record<Codec, Uint8Array>> = { PCMA: coded(encodeAlaw), PCMU: coded(encodeUlaw) };

const change = (from: Codec, to: Codec): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (from === to ? byte : fromLinear[to][toLinear[from][byte]! + 32_768]!));

/** The second law's byte for each byte of the first. */
export const across: Readonly<Record<Codec, Readonly<Record<Codec, Uint8Array>>>> = {
  PCMA: { PCMA: change("PCMA", "PCMA"), PCMU: change("PCMA", "PCMU") },
  PCMU: { PCMA: change("PCMU", "PCMA"), PCMU: change("PCMU", "PCMU") },
};

/** Copies `from` into `into`, changing the law where it differs. */
export function transcode(from: Uint8Array, fromCodec: Codec, into: Uint8Array, intoCodec: Codec): void {
  if (fromCodec === intoCodec) return into.set(from);
  const table = across[fromCodec][intoCodec];
  for (let at = 0; at < from.length; at += 1) into[at] = table[from[at]!]!;
}

/** G.711 bytes as 16-bit linear samples. */
export function decode(bytes: Uint8Array, codec: Codec): Int16Array {
  return Int16Array.from(bytes, (byte) => toLinear[codec][byte]!);
}

/** 16-bit linear samples as G.711 bytes. */
export function encode(samples: Int16Array, codec: Codec): Uint8Array {
  return Uint8Array.from(samples, (sample) => fromLinear[codec][sample + 32_768]!);
}
